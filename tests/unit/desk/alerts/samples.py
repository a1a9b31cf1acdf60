"""What tools send when something fires and when it is over, made up in the form that each tool's
own documentation gives."""

from __future__ import annotations

from typing import Any

NAGIOS_MAIL = """\
***** Nagios *****

Notification Type: {kind}

Service: HTTP
Host: web1
Address: 10.0.0.1
State: {state}

Date/Time: Sun Nov 22 09:00:00 UTC 2026

Additional Info:

HTTP CRITICAL - Socket timeout after 10 seconds
"""

ICINGA_MAIL = """\
***** Service Monitoring on monitor *****

HTTP on web1 is {state}!

Info:    connection refused
When:    2026-11-22 09:00:00 +0000
Service: HTTP
Host:    web1
IPv4:    10.0.0.1
"""


def azure(condition: str, **more: str) -> dict[str, Any]:
    return {
        "schemaId": "azureMonitorCommonAlertSchema",
        "data": {
            "essentials": {
                "alertId": "/subscriptions/s/alerts/" + condition,
                "alertRule": "cpu-high",
                "severity": "Sev1",
                "monitorCondition": condition,
                "alertTargetIDs": ["/subscriptions/s/vm1"],
                "firedDateTime": "2026-11-22T09:00:00.0000000Z",
                **more,
            },
            "alertContext": {},
        },
    }


def zabbix(value: str, **more: str) -> dict[str, Any]:
    return {
        "event_id": "700" + value,
        "event_value": value,
        "event_name": "Disk is full",
        "event_severity": "High",
        "trigger_id": "13",
        "host_name": "db1",
        "event_date": "2026.11.22",
        "event_time": "09:00:00",
        **more,
    }


def grafana(status: str) -> dict[str, Any]:
    return {
        "receiver": "underpin",
        "status": status,
        "orgId": 1,
        "title": "[FIRING:1] HighLoad",
        "state": "alerting",
        "alerts": [
            {
                "status": status,
                "labels": {"alertname": "HighLoad", "instance": "web1", "severity": "critical"},
                "annotations": {"summary": "Load over 10"},
                "startsAt": "2026-11-22T09:00:00.123456789Z",
                "endsAt": "2026-11-22T09:05:00Z"
                if status == "resolved"
                else "0001-01-01T00:00:00Z",
                "fingerprint": "c0ffee" if status == "firing" else "",
            }
        ],
    }


def datadog(transition: str) -> dict[str, Any]:
    return {
        "alert_id": "42",
        "alert_transition": transition,
        "alert_scope": "host:web1",
        "title": f"[{transition} on {{host:web1}}] Disk is full",
        "last_updated": 1795338000000,
        "priority": "normal",
        "link": "https://app.datadog.example/monitors#42",
    }


def pagerduty(kind: str) -> dict[str, Any]:
    return {
        "event": {
            "id": "01" + kind,
            "event_type": f"incident.{kind}",
            "occurred_at": "2026-11-22T09:00:00Z",
            "data": {"id": "Q1", "title": "Database is slow", "urgency": "high"},
        }
    }


def sns(inside: str) -> dict[str, Any]:
    return {
        "Type": "Notification",
        "MessageId": "m-1",
        "TopicArn": "arn:aws:sns:eu-central-1:1:t",
        "Message": inside,
    }


def eventbridge(state: str) -> dict[str, Any]:
    return {
        "detail-type": "CloudWatch Alarm State Change",
        "source": "aws.cloudwatch",
        "account": "1",
        "region": "eu-central-1",
        "detail": {"alarmName": "cpu", "state": {"value": state, "reason": "over 90"}},
    }


def opsgenie(action: str) -> dict[str, Any]:
    about = {"alertId": "a-" + action, "alias": "disk-web1", "message": "Disk", "priority": "P2"}
    return {"action": action, "alert": about}


def incident(action: str) -> dict[str, Any]:
    return {
        "event_action": action,
        "dedup_key": "k",
        "payload": {"summary": "Hot", "severity": "error"},
    }


def kuma(status: int) -> dict[str, Any]:
    return {
        "heartbeat": {"monitorID": 5, "status": status, "time": "2026-11-22 09:00:00"},
        "monitor": {"id": 5, "name": "Shop", "url": "https://shop.example"},
        "msg": "[Shop] down",
    }


def sentry(action: str) -> dict[str, Any]:
    rule = {"id": "7", "name": "Many errors"}
    about = {
        "metric_alert": {"id": "9" + action, "alert_rule": rule},
        "web_url": "https://s.example",
    }
    return {"action": action, "data": {**about, "description_title": "Many errors"}}


def newrelic(state: str) -> dict[str, Any]:
    return {
        "id": "i-1",
        "issueUrl": "https://nr.example",
        "title": "Apdex is low",
        "priority": "CRITICAL",
        "state": state,
        "createdAt": 1795338000000,
        "updatedAt": 1795338300000,
    }


def sensu(status: int) -> dict[str, Any]:
    check = {"metadata": {"name": "disk"}, "status": status, "output": "95 %"}
    return {"entity": {"metadata": {"name": "web1"}}, "check": check, "timestamp": 1795338000}


# tool -> what it sends when something fires, and when the same thing is over
PAIRS: dict[str, tuple[Any, Any]] = {
    "grafana": (grafana("firing"), grafana("resolved")),
    "azure_monitor": (
        azure("Fired"),
        azure("Resolved", resolvedDateTime="2026-11-22T09:05:00.0000000Z"),
    ),
    "zabbix": (
        zabbix("1"),
        zabbix("0", event_recovery_date="2026.11.22", event_recovery_time="09:05:00"),
    ),
    "nagios": (
        {"NOTIFICATIONTYPE": "PROBLEM", "HOSTNAME": "web1", "SERVICEDESC": "HTTP"}
        | {"SERVICESTATE": "CRITICAL"},
        {"notification_type": "RECOVERY", "host_name": "web1", "service_name": "HTTP"}
        | {"service_state": "OK"},
    ),
    "datadog": (datadog("Triggered"), datadog("Recovered")),
    "pagerduty": (pagerduty("triggered"), pagerduty("resolved")),
    "pagerduty events": (incident("trigger"), incident("resolve")),
    "cloudwatch": (
        sns('{"AlarmName":"cpu","NewStateValue":"ALARM","Region":"EU"}'),
        sns('{"AlarmName":"cpu","NewStateValue":"OK","Region":"EU"}'),
    ),
    "cloudwatch events": (eventbridge("ALARM"), eventbridge("OK")),
    "opsgenie": (opsgenie("Create"), opsgenie("Close")),
    "uptime_kuma": (kuma(0), kuma(1)),
    "sentry": (sentry("critical"), sentry("resolved")),
    "newrelic": (newrelic("ACTIVATED"), newrelic("CLOSED")),
    "sensu": (sensu(2), sensu(0)),
    "dynatrace": (
        {"PID": "1", "ProblemTitle": "CPU saturation", "State": "OPEN"},
        {"PID": "1", "ProblemTitle": "CPU saturation", "State": "RESOLVED"},
    ),
    "splunk_oncall": (
        {"message_type": "CRITICAL", "entity_id": "disk", "state_message": "full"},
        {"message_type": "RECOVERY", "entity_id": "disk", "state_message": "free"},
    ),
    "uptimerobot": (
        {"monitorID": "5", "monitorFriendlyName": "Shop", "alertType": "1"},
        {"monitorID": "5", "monitorFriendlyName": "Shop", "alertType": "2"},
    ),
    "slack": (
        {"attachments": [{"title": "[Alerting] Disk", "color": "danger", "text": "full"}]},
        {"attachments": [{"title": "[OK] Disk", "color": "good", "text": "free"}]},
    ),
    "a stranger": (
        {"name": "Disk full", "host": "web1", "severity": "major", "state": "triggered"},
        {"name": "Disk full", "host": "web1", "severity": "major", "state": "cleared"},
    ),
}
