# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
"""The models of requests and responses, each imported on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import lazy_exports

if TYPE_CHECKING:
    from .._spec import DatadogSite
    from .api_error_response import APIErrorResponse
    from .case import Case
    from .case_attributes import CaseAttributes
    from .case_custom_attributes import CaseCustomAttributes
    from .case_insight import CaseInsight
    from .case_insight_type import CaseInsightType
    from .case_insights_attributes import CaseInsightsAttributes
    from .case_insights_data import CaseInsightsData
    from .case_insights_request import CaseInsightsRequest
    from .case_object_attributes import CaseObjectAttributes
    from .case_priority import CasePriority
    from .case_relationships import CaseRelationships
    from .case_resource_type import CaseResourceType
    from .case_response import CaseResponse
    from .case_status import CaseStatus
    from .case_status_group import CaseStatusGroup
    from .case_third_party_ticket_status import CaseThirdPartyTicketStatus
    from .case_type import CaseType
    from .case_watcher import CaseWatcher
    from .case_watcher_relationships import CaseWatcherRelationships
    from .case_watcher_resource_type import CaseWatcherResourceType
    from .case_watcher_user_relationship import CaseWatcherUserRelationship
    from .case_watchers_response import CaseWatchersResponse
    from .custom_attribute_type import CustomAttributeType
    from .custom_attribute_value import CustomAttributeValue
    from .jira_issue import JiraIssue
    from .jira_issue_result import JiraIssueResult
    from .jsonapi_error_item import JSONAPIErrorItem
    from .jsonapi_error_item_meta import JSONAPIErrorItemMeta
    from .jsonapi_error_item_source import JSONAPIErrorItemSource
    from .jsonapi_error_response import JSONAPIErrorResponse
    from .project_relationship import ProjectRelationship
    from .project_relationship_data import ProjectRelationshipData
    from .project_resource_type import ProjectResourceType
    from .service_now_ticket import ServiceNowTicket
    from .service_now_ticket_result import ServiceNowTicketResult
    from .timeline_cell import TimelineCell
    from .timeline_cell_author_user import TimelineCellAuthorUser
    from .timeline_cell_author_user_content import TimelineCellAuthorUserContent
    from .timeline_cell_author_user_type import TimelineCellAuthorUserType
    from .timeline_cell_content_comment import TimelineCellContentComment
    from .timeline_cell_resource import TimelineCellResource
    from .timeline_cell_resource_type import TimelineCellResourceType
    from .timeline_cell_type import TimelineCellType
    from .timeline_response import TimelineResponse
    from .user_relationship import UserRelationship
    from .user_relationship_data import UserRelationshipData
    from .user_resource_type import UserResourceType

__all__ = [
    "APIErrorResponse",
    "Case",
    "CaseAttributes",
    "CaseCustomAttributes",
    "CaseInsight",
    "CaseInsightType",
    "CaseInsightsAttributes",
    "CaseInsightsData",
    "CaseInsightsRequest",
    "CaseObjectAttributes",
    "CasePriority",
    "CaseRelationships",
    "CaseResourceType",
    "CaseResponse",
    "CaseStatus",
    "CaseStatusGroup",
    "CaseThirdPartyTicketStatus",
    "CaseType",
    "CaseWatcher",
    "CaseWatcherRelationships",
    "CaseWatcherResourceType",
    "CaseWatcherUserRelationship",
    "CaseWatchersResponse",
    "CustomAttributeType",
    "CustomAttributeValue",
    "DatadogSite",
    "JSONAPIErrorItem",
    "JSONAPIErrorItemMeta",
    "JSONAPIErrorItemSource",
    "JSONAPIErrorResponse",
    "JiraIssue",
    "JiraIssueResult",
    "ProjectRelationship",
    "ProjectRelationshipData",
    "ProjectResourceType",
    "ServiceNowTicket",
    "ServiceNowTicketResult",
    "TimelineCell",
    "TimelineCellAuthorUser",
    "TimelineCellAuthorUserContent",
    "TimelineCellAuthorUserType",
    "TimelineCellContentComment",
    "TimelineCellResource",
    "TimelineCellResourceType",
    "TimelineCellType",
    "TimelineResponse",
    "UserRelationship",
    "UserRelationshipData",
    "UserResourceType",
]

__getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "APIErrorResponse": ".api_error_response",
        "Case": ".case",
        "CaseAttributes": ".case_attributes",
        "CaseCustomAttributes": ".case_custom_attributes",
        "CaseInsight": ".case_insight",
        "CaseInsightType": ".case_insight_type",
        "CaseInsightsAttributes": ".case_insights_attributes",
        "CaseInsightsData": ".case_insights_data",
        "CaseInsightsRequest": ".case_insights_request",
        "CaseObjectAttributes": ".case_object_attributes",
        "CasePriority": ".case_priority",
        "CaseRelationships": ".case_relationships",
        "CaseResourceType": ".case_resource_type",
        "CaseResponse": ".case_response",
        "CaseStatus": ".case_status",
        "CaseStatusGroup": ".case_status_group",
        "CaseThirdPartyTicketStatus": ".case_third_party_ticket_status",
        "CaseType": ".case_type",
        "CaseWatcher": ".case_watcher",
        "CaseWatcherRelationships": ".case_watcher_relationships",
        "CaseWatcherResourceType": ".case_watcher_resource_type",
        "CaseWatcherUserRelationship": ".case_watcher_user_relationship",
        "CaseWatchersResponse": ".case_watchers_response",
        "CustomAttributeType": ".custom_attribute_type",
        "CustomAttributeValue": ".custom_attribute_value",
        "DatadogSite": ".._spec",
        "JSONAPIErrorItem": ".jsonapi_error_item",
        "JSONAPIErrorItemMeta": ".jsonapi_error_item_meta",
        "JSONAPIErrorItemSource": ".jsonapi_error_item_source",
        "JSONAPIErrorResponse": ".jsonapi_error_response",
        "JiraIssue": ".jira_issue",
        "JiraIssueResult": ".jira_issue_result",
        "ProjectRelationship": ".project_relationship",
        "ProjectRelationshipData": ".project_relationship_data",
        "ProjectResourceType": ".project_resource_type",
        "ServiceNowTicket": ".service_now_ticket",
        "ServiceNowTicketResult": ".service_now_ticket_result",
        "TimelineCell": ".timeline_cell",
        "TimelineCellAuthorUser": ".timeline_cell_author_user",
        "TimelineCellAuthorUserContent": ".timeline_cell_author_user_content",
        "TimelineCellAuthorUserType": ".timeline_cell_author_user_type",
        "TimelineCellContentComment": ".timeline_cell_content_comment",
        "TimelineCellResource": ".timeline_cell_resource",
        "TimelineCellResourceType": ".timeline_cell_resource_type",
        "TimelineCellType": ".timeline_cell_type",
        "TimelineResponse": ".timeline_response",
        "UserRelationship": ".user_relationship",
        "UserRelationshipData": ".user_relationship_data",
        "UserResourceType": ".user_resource_type",
    },
)
