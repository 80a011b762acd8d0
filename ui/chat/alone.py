"""Gradio, without the variables that are meant for servers of its own.

It reads them when it is imported: an empty `GRADIO_SERVER_PORT` would stop the import, and
`GRADIO_ROOT_PATH` hide the page. Import it from here.
"""

import os

__all__ = ["gr"]

for _name in [name for name in os.environ if name.startswith("GRADIO_")]:
    if _name != "GRADIO_TEMP_DIR":
        del os.environ[_name]
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr  # noqa: E402
