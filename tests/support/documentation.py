"""The facts in the documentation of the four operations, copied by hand from the pages and not from the spec.

A line has a field, a star if it is required, its type as the page gives it, and the values of an enum.
"""

from __future__ import annotations

PAGE_SITES = [
    "ap1.datadoghq.com", "ap2.datadoghq.com", "datadoghq.eu", "ddog-gov.com", "us2.ddog-gov.com", "datadoghq.com",
    "us3.datadoghq.com", "us5.datadoghq.com",
]  # fmt: skip
# Only the vendor's document has it (datadog-api-client 2.62.0).
BEYOND_SITES = ["uk1.datadoghq.com"]
SITES = PAGE_SITES + BEYOND_SITES

CASE_ID = "path case_id* string"

# method, path, scope, parameters, success status, error schemas by status
OPERATIONS = {
    "watchCase": (
        "post",
        "/api/v2/cases/{case_id}/watchers/{user_uuid}",
        "cases_write",
        [CASE_ID, "path user_uuid* string"],
        "201",
        {"400": "strings", "401": "strings", "403": "strings", "404": "strings", "429": "strings"},
    ),
    "listCaseWatchers": (
        "get",
        "/api/v2/cases/{case_id}/watchers",
        "cases_read",
        [CASE_ID],
        "200",
        {"400": "strings", "401": "strings", "403": "strings", "404": "strings", "429": "strings"},
    ),
    "listCaseTimeline": (
        "get",
        "/api/v2/cases/{case_id}/timelines",
        "cases_read",
        [
            CASE_ID,
            "query page[size] integer",
            "query page[number] integer",
            "query sort[ascending] boolean default False",
        ],
        "200",
        {"400": "strings", "401": "strings", "403": "strings", "404": "strings", "429": "strings"},
    ),
    "addCaseInsights": (
        "put",
        "/api/v2/cases/{case_id}/insights",
        "cases_write",
        [CASE_ID],
        "200",
        {"400": "objects", "401": "objects", "403": "objects", "404": "objects", "429": "strings"},
    ),
}

ERRORS = {
    "strings": "errors* [string]",
    "objects": """
        errors* [object]
        errors[].detail string
        errors[].meta object
        errors[].source object
        errors[].source.header string
        errors[].source.parameter string
        errors[].source.pointer string
        errors[].status string
        errors[].title string
    """,
}

REQUESTS = {
    "addCaseInsights": """
        data* object
        data.attributes* object
        data.attributes.insights* [object]
        data.attributes.insights[].ref* string
        data.attributes.insights[].resource_id* string
        data.attributes.insights[].type* enum SECURITY_SIGNAL,MONITOR,EVENT_CORRELATION,ERROR_TRACKING,CLOUD_COST_RECOMMENDATION,INCIDENT,SENSITIVE_DATA_SCANNER_ISSUE,EVENT,WATCHDOG_STORY,WIDGET
        data.type* enum case
    """,
}

RESPONSES = {
    "listCaseWatchers": """
        data* [object]
        data[].id* string
        data[].relationships* object
        data[].relationships.user* object
        data[].relationships.user.data* object
        data[].relationships.user.data.id* string
        data[].relationships.user.data.type* enum user
        data[].type* enum watcher
    """,
    "listCaseTimeline": """
        data [object]
        data[].attributes* object
        data[].attributes.author oneOf
        data[].attributes.author#1 object
        data[].attributes.author#1.content object
        data[].attributes.author#1.content.email string
        data[].attributes.author#1.content.handle string
        data[].attributes.author#1.content.id string
        data[].attributes.author#1.content.name string
        data[].attributes.author#1.type enum USER
        data[].attributes.cell_content oneOf
        data[].attributes.cell_content#1 object
        data[].attributes.cell_content#1.message string
        data[].attributes.created_at date-time
        data[].attributes.deleted_at date-time
        data[].attributes.modified_at date-time
        data[].attributes.type enum COMMENT
        data[].id* string
        data[].type* enum timeline_cell default timeline_cell
    """,
    "addCaseInsights": """
        data object
        data.attributes* object
        data.attributes.archived_at date-time
        data.attributes.attributes object
        data.attributes.attributes.<any-key> [string]
        data.attributes.closed_at date-time
        data.attributes.created_at date-time
        data.attributes.custom_attributes object
        data.attributes.custom_attributes.<any-key> object
        data.attributes.custom_attributes.<any-key>.is_multi* boolean
        data.attributes.custom_attributes.<any-key>.type* enum URL,TEXT,NUMBER,SELECT
        data.attributes.custom_attributes.<any-key>.value* oneOf
        data.attributes.custom_attributes.<any-key>.value#1 string
        data.attributes.custom_attributes.<any-key>.value#2 [string]
        data.attributes.custom_attributes.<any-key>.value#3 double
        data.attributes.custom_attributes.<any-key>.value#4 [number]
        data.attributes.description string
        data.attributes.jira_issue object
        data.attributes.jira_issue.result object
        data.attributes.jira_issue.result.issue_id string
        data.attributes.jira_issue.result.issue_key string
        data.attributes.jira_issue.result.issue_url string
        data.attributes.jira_issue.result.project_key string
        data.attributes.jira_issue.status enum IN_PROGRESS,COMPLETED,FAILED
        data.attributes.key string
        data.attributes.modified_at date-time
        data.attributes.priority enum NOT_DEFINED,P1,P2,P3,P4,P5
        data.attributes.service_now_ticket object
        data.attributes.service_now_ticket.result object
        data.attributes.service_now_ticket.result.sys_target_link string
        data.attributes.service_now_ticket.status enum IN_PROGRESS,COMPLETED,FAILED
        data.attributes.status enum OPEN,IN_PROGRESS,CLOSED deprecated
        data.attributes.status_group enum SG_OPEN,SG_IN_PROGRESS,SG_CLOSED
        data.attributes.status_name string
        data.attributes.title string
        data.attributes.type enum STANDARD deprecated
        data.attributes.type_id string
        data.id* string
        data.relationships object
        data.relationships.assignee object
        data.relationships.assignee.data* object
        data.relationships.assignee.data.id* string
        data.relationships.assignee.data.type* enum user
        data.relationships.created_by object
        data.relationships.created_by.data* object
        data.relationships.created_by.data.id* string
        data.relationships.created_by.data.type* enum user
        data.relationships.modified_by object
        data.relationships.modified_by.data* object
        data.relationships.modified_by.data.id* string
        data.relationships.modified_by.data.type* enum user
        data.relationships.project object
        data.relationships.project.data* object
        data.relationships.project.data.id* string
        data.relationships.project.data.type* enum project
        data.type* enum case
    """,
}

# --- beyond the pages: what only the vendor's document has (datadog-api-client 2.62.0) ---

# Values of enums, by the schema.
BEYOND_VALUES = {
    "CaseInsightType": [
        "SECURITY_FINDING", "INSIGHT_SCORECARD_CAMPAIGN", "RESOURCE_POLICY", "APM_RECOMMENDATION", "SCM_URL",
        "PROFILING_DOWNSIZING_EXPERIMENT",
    ],
}  # fmt: skip

# Defaults of parameters.
BEYOND_DEFAULTS = {"page[size]": 100, "page[number]": 0}

NULLABLE = {
    "addCaseInsights": {
        "data.attributes.archived_at",
        "data.attributes.closed_at",
        "data.attributes.modified_at",
        "data.attributes.jira_issue",
        "data.attributes.service_now_ticket",
        "data.relationships.assignee.data",
        "data.relationships.created_by.data",
        "data.relationships.modified_by.data",
    },
}

# The least and the most items of arrays, by schema and field.
LENGTHS = {("CaseInsightsAttributes", "insights"): (1, 100)}
