"""The JSON API of the room: one file for each thing it speaks of."""

from litestar import Router

from underpin.desk.api import (
    alert_source,
    call,
    case,
    channel,
    clock,
    hands,
    hook_delivery,
    kind,
    lifetime,
    link,
    macro,
    mail,
    mail_names,
    mailbox,
    on_call,
    search,
    tag,
    the_list,
    ticket,
    verdict,
    webhook,
)

ROUTER = Router(
    "/",
    route_handlers=[
        alert_source.ROUTER,
        call.ROUTER,
        case.ROUTER,
        channel.ROUTER,
        clock.ROUTER,
        hands.ROUTER,
        hook_delivery.ROUTER,
        kind.ROUTER,
        lifetime.ROUTER,
        link.ROUTER,
        macro.ROUTER,
        mail.ROUTER,
        mail_names.ROUTER,
        mailbox.ROUTER,
        on_call.ROUTER,
        search.ROUTER,
        tag.ROUTER,
        the_list.ROUTER,
        ticket.ROUTER,
        verdict.ROUTER,
        webhook.ROUTER,
    ],
)
