# The module that costs least.
