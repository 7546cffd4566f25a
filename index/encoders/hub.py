"""The Hugging Face hub: where the files of a model of its lie on this machine."""

from pathlib import Path

_FILES = ["*.safetensors", "*.json", "*.txt", "*.model", "*.jinja"]
_OTHER_RUNTIMES = ["onnx/*", "openvino/*"]


def find_on_hub(name: str, *, download: bool, remedy: str) -> Path:
    """The folder of the model `name`; the hub is asked for it only with `download`.

    `LookupError` when there is none: it goes on after the model's name, and tells `remedy` where a
    download was not allowed.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(
            snapshot_download(
                name,
                local_files_only=not download,
                allow_patterns=_FILES,
                ignore_patterns=_OTHER_RUNTIMES,
            )
        )
    except HFValidationError:
        problem = "is neither a folder nor a model's name on the hub"
    except LocalEntryNotFoundError:
        problem = f"is not on this machine: {'is the network up?' if download else remedy}"
    except Exception as error:  # noqa: BLE001  # the hub's client raises what its HTTP library does
        problem = f"could not be downloaded ({type(error).__name__})"
    raise LookupError(problem)
