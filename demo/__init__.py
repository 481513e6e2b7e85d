"""Replica portals on loopback that publish the founding reports, and the demo that crawls them."""
