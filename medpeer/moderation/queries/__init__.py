"""Every read of moderation: fetching and permission are one call."""

from medpeer.moderation.queries.cases import (
    CaseRow,
    CaseView,
    DecisionView,
    Queue,
    ReportView,
    access_case,
    list_cases,
    queue_count,
    view_case,
)
from medpeer.moderation.queries.certificates import CertificateView, ScanView, all_certificates, certificates_of
from medpeer.moderation.queries.contents import Content, Part, access_reportable, find_content, html_of, parts_of
from medpeer.moderation.queries.notices import Notice, ReportStatus, own_notice, own_report

__all__ = [
    "CaseRow",
    "CaseView",
    "CertificateView",
    "Content",
    "DecisionView",
    "Notice",
    "Part",
    "Queue",
    "ReportStatus",
    "ReportView",
    "ScanView",
    "access_case",
    "access_reportable",
    "all_certificates",
    "certificates_of",
    "find_content",
    "html_of",
    "list_cases",
    "own_notice",
    "own_report",
    "parts_of",
    "queue_count",
    "view_case",
]
