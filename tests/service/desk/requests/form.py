"""A starter's form: what a client fills in when somebody new comes."""

from __future__ import annotations

from typing import Any

STARTER: dict[str, Any] = {
    "texts": {
        "en": {"name": "New starter", "summary": "Accounts and devices", "price": "180 EUR"},
        "pl": {"name": "Nowy pracownik"},
    },
    "category": {"en": "People"},
    "fields": [
        {"key": "name", "kind": "text", "label": {"en": "Name", "pl": "Imię"}, "required": True},
        {"key": "manager", "kind": "person", "label": {"en": "Manager"}},
        {
            "key": "device",
            "kind": "choice",
            "label": {"en": "Device"},
            "required": True,
            "choices": [
                {"key": "laptop", "label": {"en": "Laptop"}},
                {"key": "none", "label": {"en": "No device"}},
            ],
        },
        {
            "key": "screens",
            "kind": "number",
            "label": {"en": "Screens"},
            "required": True,
            "least": "0",
            "most": "3",
            "show_when": {"field": "device", "equals": "laptop"},
        },
        {"key": "remote", "kind": "yes_no", "label": {"en": "Works from home"}},
        {"key": "contract", "kind": "file", "label": {"en": "Contract"}},
    ],
    "fulfilment": {
        "tasks": "starter",
        "wanted": "must",
        "notice_hours": 24,
        "subject_field": "name",
    },
}
STEPS: list[dict[str, Any]] = [
    {"key": "account", "title": "Make the account", "due": {"hours": -48, "since": "wanted"}},
    {"key": "mailbox", "title": "Make the mailbox", "after": ["account"], "tier": 2},
    {"key": "badge", "title": "Order a badge", "mandatory": False, "due": {"hours": 8}},
]
