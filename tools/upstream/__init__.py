"""What the vendor publishes: its OpenAPI document, and its recordings of the service."""
