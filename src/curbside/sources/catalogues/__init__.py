"""The catalogues of the world, one file each: how it is asked, and how its replies become changes for a library."""
