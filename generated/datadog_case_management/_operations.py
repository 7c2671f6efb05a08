# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
"""The operations of the spec, with an example of each response."""

from __future__ import annotations

from ._exchange import Operation, Paging

OPERATIONS = {
    "watch_case": Operation(
        "case_management",
        "POST",
        "/api/v2/cases/{case_id}/watchers/{user_uuid}",
        None,
        False,
        {
            201: None,
            400: {"errors": ["Bad Request"]},
            401: {"errors": ["Bad Request"]},
            403: {"errors": ["Bad Request"]},
            404: {"errors": ["Bad Request"]},
            429: {"errors": ["Bad Request"]},
        },
        None,
    ),
    "list_case_watchers": Operation(
        "case_management",
        "GET",
        "/api/v2/cases/{case_id}/watchers",
        None,
        False,
        {
            200: {
                "data": [
                    {
                        "id": "8146583c-0b5f-11ec-abf8-da7ad0900001",
                        "relationships": {
                            "user": {"data": {"id": "00000000-0000-0000-0000-000000000000", "type": "user"}}
                        },
                        "type": "watcher",
                    }
                ]
            },
            400: {"errors": ["Bad Request"]},
            401: {"errors": ["Bad Request"]},
            403: {"errors": ["Bad Request"]},
            404: {"errors": ["Bad Request"]},
            429: {"errors": ["Bad Request"]},
        },
        None,
    ),
    "list_case_timeline": Operation(
        "case_management",
        "GET",
        "/api/v2/cases/{case_id}/timelines",
        None,
        False,
        {
            200: {
                "data": [
                    {
                        "attributes": {
                            "author": {
                                "content": {
                                    "email": "jo@example.com",
                                    "handle": "jo@example.com",
                                    "id": "8146583c-0b5f-11ec-abf8-da7ad0900001",
                                    "name": "Jo",
                                },
                                "type": "USER",
                            },
                            "cell_content": {"message": "Restarted the **api** pods."},
                            "created_at": "2019-09-19T10:00:00.000Z",
                            "deleted_at": "2019-09-19T10:10:00.000Z",
                            "modified_at": "2019-09-19T10:05:00.000Z",
                            "type": "COMMENT",
                        },
                        "id": "aeadc05e-98a8-11ec-ac2c-da7ad0900001",
                        "type": "timeline_cell",
                    }
                ]
            },
            400: {"errors": ["Bad Request"]},
            401: {"errors": ["Bad Request"]},
            403: {"errors": ["Bad Request"]},
            404: {"errors": ["Bad Request"]},
            429: {"errors": ["Bad Request"]},
        },
        Paging("page", "page_number", 0, ("data",), ()),
    ),
    "add_case_insights": Operation(
        "case_management",
        "PUT",
        "/api/v2/cases/{case_id}/insights",
        "CaseInsightsRequest",
        True,
        {
            200: {
                "data": {
                    "attributes": {
                        "archived_at": None,
                        "attributes": {"service": ["api", "web"]},
                        "closed_at": "2019-09-20T10:00:00.000Z",
                        "created_at": "2019-09-19T10:00:00.000Z",
                        "custom_attributes": {"severity": {"is_multi": False, "type": "NUMBER", "value": 2.5}},
                        "description": "The resident set of every api pod grows until it is killed.",
                        "jira_issue": {
                            "result": {
                                "issue_id": "10042",
                                "issue_key": "OPS-42",
                                "issue_url": "https://jira.example.com/browse/OPS-42",
                                "project_key": "OPS",
                            },
                            "status": "COMPLETED",
                        },
                        "key": "CASEM-4523",
                        "modified_at": "2019-09-19T11:00:00.000Z",
                        "priority": "P2",
                        "service_now_ticket": {
                            "result": {"sys_target_link": "https://servicenow.example.com/incident/INC0042"},
                            "status": "IN_PROGRESS",
                        },
                        "status": "OPEN",
                        "status_group": "SG_OPEN",
                        "status_name": "Open",
                        "title": "Memory leak investigation on API",
                        "type": "STANDARD",
                        "type_id": "3b010bde-09ce-4449-b745-71dd5f861963",
                    },
                    "id": "aeadc05e-98a8-11ec-ac2c-da7ad0900001",
                    "relationships": {
                        "assignee": {"data": None},
                        "created_by": {"data": {"id": "00000000-0000-0000-0000-000000000000", "type": "user"}},
                        "modified_by": {"data": {"id": "00000000-0000-0000-0000-000000000000", "type": "user"}},
                        "project": {"data": {"id": "e555e290-ed65-49bd-ae18-8acbfcf18db7", "type": "project"}},
                    },
                    "type": "case",
                }
            },
            400: {
                "errors": [
                    {
                        "detail": "Missing required attribute in body",
                        "meta": {},
                        "source": {
                            "header": "Authorization",
                            "parameter": "limit",
                            "pointer": "/data/attributes/title",
                        },
                        "status": "400",
                        "title": "Bad Request",
                    }
                ]
            },
            401: {
                "errors": [
                    {
                        "detail": "Missing required attribute in body",
                        "meta": {},
                        "source": {
                            "header": "Authorization",
                            "parameter": "limit",
                            "pointer": "/data/attributes/title",
                        },
                        "status": "400",
                        "title": "Bad Request",
                    }
                ]
            },
            403: {
                "errors": [
                    {
                        "detail": "Missing required attribute in body",
                        "meta": {},
                        "source": {
                            "header": "Authorization",
                            "parameter": "limit",
                            "pointer": "/data/attributes/title",
                        },
                        "status": "400",
                        "title": "Bad Request",
                    }
                ]
            },
            404: {
                "errors": [
                    {
                        "detail": "Missing required attribute in body",
                        "meta": {},
                        "source": {
                            "header": "Authorization",
                            "parameter": "limit",
                            "pointer": "/data/attributes/title",
                        },
                        "status": "400",
                        "title": "Bad Request",
                    }
                ]
            },
            429: {"errors": ["Bad Request"]},
        },
        None,
    ),
}
