from django.apps import AppConfig


class AgencyAuditsConfig(AppConfig):
    name = "goldthread.sources.agency_audits"
    label = "agency_audits"
