"""What is promised of the deployed form. Each check is a function whose name is the promise, and is given the vault."""

PROMISES = []


def check(promise):
    """Adds it to the chain. They run in the order in which they stand, over one deployment."""
    PROMISES.append(promise)
    return promise
