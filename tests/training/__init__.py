"""How the network was trained that reads print beneath strokes of a pen (parsers/data/crossed_print.onnx)."""
