"""Where somebody may be sent to on another's word: a path of this host, nothing else."""

from django.utils.http import url_has_allowed_host_and_scheme


def is_path(address: str | None) -> bool:
    """Tell whether an address that came with a request is a path of the host being served."""
    return (
        bool(address) and str(address).startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    )
