"""The app on the phone: its pages, messages, service worker and manifest, and the addresses of built files."""
