"""One component, one small file, in the folder of its category. Imports sdk, models, knowledge and network."""
