"""Topic packs: concepts, topics and cases as reviewed data files, read from inside the package. Decides nothing."""
