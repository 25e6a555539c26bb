"""What people type, one module for each of the things they come for."""
