"""Programs as FHIR R4 questionnaires, out and in: questions travel, and a report says what does not."""

from nearer import Format, hookimpl
from nearer_plugins.fhir.questionnaire import FhirQuestionnaire


@hookimpl
def register_formats() -> list[Format]:
    """The one format."""
    return [FhirQuestionnaire()]
