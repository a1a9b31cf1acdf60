"""What monitoring tools call the states and severities of an alert, each word as letters and digits
alone."""

from __future__ import annotations

from typing import Final

from underpin.desk.alerts.told import CRITICAL, ERROR, INFO, WARNING


def _words(said: str) -> frozenset[str]:
    return frozenset(said.split())


OVER: Final = _words("""
    ok okay up resolved resolve closed close clear cleared recovered recovery normal inactive
    canceled cancelled deactivated ended end healthy green good fixed success successful passing
    passed restored done completed solved stopped autoresolved alertnotificationclear
    alertstateeventend monitorup reset available online
""")
ENDED: Final = _words("resolved resolve recovered recovery cleared closed")
HANDLED: Final = _words("""
    acknowledged acknowledge acknowledgement ack snoozed silenced annotated commented assigned
    delegated reassigned unacknowledged downtime
""")
"""Said anywhere in a state: it is over, or somebody is at it."""
NEITHER: Final = _words("""
    pending paused acked snooze unsnooze muted unmuted maintenance downtimestart downtimeend
    downtimecancelled downtimeremoved flappingstart flappingstop flappingdisabled custom comment
    addnote adddetails addtags removetags assignownership assign incidentassign
    incidentannotate incidentescalate incidentdelegate incidentpriorityupdated
    incidentresponderadded incidentresponderreplied incidentstatusupdatepublished
    unacknowledge incidentunacknowledge seen archived ignored merged processing unassigned
    subscribed
""")
FIRING: Final = _words("""
    alerting firing problem triggered warn warning critical alarm alert down nodata error
    insufficientdata open renotify retriggered failing failed unknown unreachable
""")
"""Said ahead of a title, or where nobody knows the tool: elsewhere any word fires that is in
neither list above."""

_SEVERITIES: Final = {
    CRITICAL: """
        critical crit disaster fatal emergency emerg panic p1 sev0 sev1 s1 blocker highest
        immediate down unreachable urgent availability servicedown outage sos red page
        alertcriticalitylevelcritical alertcriticalitylevelimmediate
    """,
    ERROR: """
        error err high major p2 sev2 s2 serious severe alarm alert alerting danger errorevent
        problem failed
    """,
    WARNING: """
        warning warn average medium moderate minor p3 sev3 s3 unknown nodata insufficientdata
        performance resourcecontention trouble customalert attention yellow slowdown degraded
        alertcriticalitylevelwarning
    """,
    INFO: """
        info information informational low lowest p4 p5 sev4 sev5 s4 s5 debug notice trace ok
        notclassified none normal success green good alertcriticalitylevelinfo verbose up
    """,
}
SEVERITY_OF: Final = {word: level for level, said in _SEVERITIES.items() for word in said.split()}
