"""The explorer is the archive's face in Datasette.

The package itself is the plugin: Datasette looks for `templates/` and `static/` beside the module that an entry point
names, and on Python 3.11 finds them only beside a package.
"""

from explorer.plugin import (
    asgi_wrapper,
    extra_css_urls,
    extra_js_urls,
    extra_template_vars,
    filters_from_request,
    prepare_connection,
    prepare_jinja2_environment,
    register_routes,
    render_cell,
)

__all__ = [
    "asgi_wrapper",
    "extra_css_urls",
    "extra_js_urls",
    "extra_template_vars",
    "filters_from_request",
    "prepare_connection",
    "prepare_jinja2_environment",
    "register_routes",
    "render_cell",
]
