"""The site: pages for people and the linked-data face of a build, from one folder and without any outside network."""
