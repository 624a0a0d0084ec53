"""What mentor-tui costs, measured beside something plain in the same run (docs/performance.md): `make bench`."""
