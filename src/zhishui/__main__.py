"""What does `python -m zhishui` run? The composition root, in `config`."""

from zhishui.config.main import main


if __name__ == "__main__":
    main()
