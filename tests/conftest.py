"""Settings for the whole suite."""

from hypothesis import settings

settings.register_profile("copydesk", deadline=None)  # a busy machine is no defect of the code
settings.load_profile("copydesk")
