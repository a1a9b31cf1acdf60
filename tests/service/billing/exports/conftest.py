"""The same provider, clients and site as documents have."""

from tests.service.billing.papers import conftest

selling = conftest.selling
site = conftest.site
