"""What the network is: partners, what they seek and offer, and their dated collaborations."""

import os

# openpyxl would read and write by lxml wherever that happens to be installed; defusedxml guards its other way alone.
os.environ.setdefault("OPENPYXL_LXML", "False")
