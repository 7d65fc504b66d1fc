"""The most memory that a child process took, measured in the child."""

#: Code that a child begins with: `peak()` is in kilobytes.
PEAK = '''
def peak():
    """Return the most memory that this program took; `ru_maxrss` may hold its parent's."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return int(next(one for one in status if one.startswith("VmHWM")).split()[1])
    except FileNotFoundError:
        import resource, sys
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most // 1024 if sys.platform == "darwin" else most
'''
