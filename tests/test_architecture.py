"""The shape of the code: what may import what, which rows may point where, and the habits that a machine can check."""

import ast
import re
import socket
import sys
import tokenize
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode, IncludeNode

from organizations import database_guards
from organizations.models import Invitation, Membership, Organization, TrailEntry, TrailHead
from organizations.scope import OrganizationOwned, ScopedQuerySet

ROOT = Path(settings.BASE_DIR)
APPS = ["organizations", "assessments", "measures", "reports"]  # each may know those before it, none after it
PROJECT = "ita_portal"
# Modules of the project that bring the apps together; all others there are leaves.
COMPOSITION = {f"{PROJECT}/{name}.py" for name in ("__init__", "settings", "urls", "wsgi", "health")}

# The one module (or package, with a slash) that imports a library. The settings, which configure them, do not count.
LIBRARIES = {
    "PIL": ("ita_portal/pictures.py", "reports/word/emblem.py"),  # what people upload · what Word is given
    "asn1crypto": "reports/signing/",
    "cryptography": ("ita_portal/sealed.py", "reports/signing/"),  # secrets in rows · keys and certificates
    "docx": "reports/word/",
    "fontTools": ("reports/paper_font.py", "reports/web_font.py"),  # the font of paper · the font of the pages
    "fontpkg_sarabun": ("reports/paper_font.py", "reports/web_font.py"),
    "huey": "ita_portal/jobs.py",
    "jsonschema": "ita_portal/data_files.py",
    # scores, there and back · plans, out · open data, out
    "openpyxl": (
        "assessments/score_sheets/",
        "measures/plan_sheet.py",
        "reports/open_data_sheet.py",
        "reports/oversight/sheet.py",
    ),
    "markdown": "reports/guide.py",
    "pyotp": "organizations/one_time_codes.py",
    "pikepdf": "reports/signing/",
    "pyhanko": "reports/signing/",
    "pyhanko_certvalidator": "reports/signing/",
    "pypdfium2": "reports/page_images.py",
    "pypdf": "measures/evidence_files/",
    "pythainlp": "ita_portal/thai_text.py",
    "segno": "ita_portal/qr.py",
    "weasyprint": "reports/pdf.py",
}
SETTINGS_ONLY = {"environ"}


def modules(*packages):
    """The modules of the product, as paths from the root; migrations are left out."""
    found = [path for package in packages or (PROJECT, *APPS) for path in (ROOT / package).rglob("*.py")]
    return sorted(str(path.relative_to(ROOT)) for path in found if "migrations" not in path.parts)


def imported(source):
    """Dotted names of what a source imports, anywhere in it: import, from … import, import_module(), get_model()."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ("import_module", "import_string", "get_model", "__import__"):
                yield str(node.args[0].value)


def imports_of(module):
    return set(imported((ROOT / module).read_text(encoding="utf-8")))


def packages_of(names):
    return {name.split(".")[0] for name in names}


def leaves():
    """The modules of the project that know no app."""
    return [module for module in modules(PROJECT) if module not in COMPOSITION]


def own_models():
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


def own_fields(model):
    """The fields that this project declares on a model: not those of Django's own base classes, not keys by default."""
    inherited = {
        field.name
        for base in model.__mro__
        if base.__module__.startswith("django.")
        for field in fields_of(base)
    }
    return [field for field in fields_of(model) if field.name not in inherited and not field.auto_created]


def fields_of(model):
    return [*model._meta.local_fields, *model._meta.local_many_to_many] if hasattr(model, "_meta") else []


def relations(model):
    return [field for field in own_fields(model) if field.is_relation]


# -- Imports ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "import reports.demo",
        "from reports import demo",
        "from reports.models import Document as D",
        "def late():\n    from reports.demo import PASSWORD",
        "class Late:\n    def method(self):\n        import reports",
        "if TYPE_CHECKING:\n    from reports.models import Document",
        'importlib.import_module("reports.pdf")',
        'apps.get_model("reports.Document")',
    ],
)
def test_an_import_is_seen_wherever_it_stands(source):
    assert "reports" in packages_of(imported(source))


@pytest.mark.parametrize("app", APPS)
def test_an_app_imports_only_itself_and_the_apps_below_it(app):
    above = set(APPS[APPS.index(app) + 1 :])

    upward = {module: packages_of(imports_of(module)) & above for module in modules(app)}

    assert {module: names for module, names in upward.items() if names} == {}


def test_a_leaf_of_the_project_imports_no_app():
    knowing = {module: packages_of(imports_of(module)) & set(APPS) for module in leaves()}

    assert len(knowing) >= 5
    assert {module: names for module, names in knowing.items() if names} == {}


def test_a_leaf_says_that_it_is_one():
    said = {}

    for module in leaves():
        path = Path(module)
        if path.parent == Path(PROJECT) or path.name == "__init__.py":
            said[module] = ast.get_docstring(ast.parse((ROOT / module).read_text("utf-8"))) or ""

    assert [module for module, docstring in said.items() if not docstring.startswith("Leaf:")] == []


def test_apps_do_not_import_what_brings_them_together():
    composition = {module.removesuffix(".py").replace("/", ".") for module in COMPOSITION}

    knowing = {module: imports_of(module) & composition for module in modules(*APPS)}

    assert {module: names for module, names in knowing.items() if names} == {}


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_known_to_one_module_only(library):
    knowing = {module for module in modules() if library in packages_of(imports_of(module))}

    elsewhere = [module for module in knowing if not module.startswith(LIBRARIES[library])]
    assert [module for module in elsewhere if module != f"{PROJECT}/settings.py"] == []


def test_every_library_that_is_imported_has_its_module():
    ours = {PROJECT, *APPS, "django", *sys.stdlib_module_names}

    unknown = {module: packages_of(imports_of(module)) - ours - set(LIBRARIES) for module in modules()}
    unknown[f"{PROJECT}/settings.py"] -= SETTINGS_ONLY

    assert {module: names for module, names in unknown.items() if names} == {}


# -- Names and sizes -------------------------------------------------------------------------------


def test_no_module_is_named_for_being_a_drawer():
    drawers = {"utils", "util", "helpers", "helper", "common", "core", "services", "misc"}

    named = [module for module in modules() if drawers & {*Path(module).parts[:-1], Path(module).stem}]

    assert named == []


def test_no_module_grows_past_400_lines():
    lengths = {module: len((ROOT / module).read_text("utf-8").splitlines()) for module in modules()}

    assert {module: length for module, length in lengths.items() if length > 400} == {}


# -- Models ----------------------------------------------------------------------------------------


def test_no_foreign_key_points_up():
    rank = {app: place for place, app in enumerate(APPS)}

    upward = [
        str(field)
        for model in own_models()
        for field in relations(model)
        if rank.get(field.related_model._meta.app_label, -1) > rank[model._meta.app_label]
    ]

    assert upward == []


def test_what_all_organisations_share_never_points_to_what_one_of_them_owns():
    shared = [model for model in own_models() if not issubclass(model, OrganizationOwned)]

    pointing = [str(field) for model in shared for field in relations(model) if is_owned(field.related_model)]

    assert pointing == []


def is_owned(model):
    return issubclass(model, OrganizationOwned)


def test_rows_of_organisations_are_joined_by_rows_of_organisations():
    many = [field for model in own_models() for field in model._meta.local_many_to_many]

    unguarded = [
        str(field)
        for field in many
        if is_owned(field.model) and is_owned(field.related_model) and not is_owned(field.remote_field.through)
    ]
    explicit = [field for field in many if not field.remote_field.through._meta.auto_created]

    assert unguarded == []
    assert [
        str(field) for field in explicit if is_owned(field.model) != is_owned(field.remote_field.through)
    ] == []


def owned_models():
    return [model for model in own_models() if is_owned(model)]


def test_whatever_points_to_an_organisation_is_owned_by_it():
    pointing = {
        model for model in own_models() for field in relations(model) if field.related_model is Organization
    }

    assert pointing == set(owned_models())


@pytest.mark.parametrize("model", owned_models(), ids=lambda model: model.__name__)
def test_what_an_organisation_owns_carries_its_key_and_its_guard(model):
    key = model._meta.get_field("organization")

    assert (key.related_model, key.remote_field.on_delete) == (Organization, models.PROTECT)
    assert key.null == (model in (Membership, Invitation, TrailEntry, TrailHead) or model.has_shared_rows)
    assert model in database_guards.guarded_models()


@pytest.mark.parametrize("model", [Organization, *owned_models()], ids=lambda model: model.__name__)
def test_what_an_organisation_owns_is_reached_through_the_scope_only(model):
    managers = model._meta.managers

    assert [manager.name for manager in managers] == ["objects"]
    assert isinstance(model.objects.all(), ScopedQuerySet)


@pytest.mark.parametrize(
    "model", [model for model in owned_models() if model.organization_from], ids=lambda model: model.__name__
)
def test_a_child_names_the_parent_it_takes_its_organisation_from(model):
    parent = model._meta.get_field(model.organization_from)

    assert is_owned(parent.related_model)
    assert not parent.null


def test_every_relation_has_a_name_on_the_other_side():
    nameless = [
        str(field)
        for model in own_models()
        for field in relations(model)
        if (field.remote_field.related_name or "+").endswith("+")
    ]

    assert nameless == []


THAI = re.compile(r"[\u0e01-\u0e5b]")
WITHOUT_THAI_NAME = {"SHA-256"}


def test_every_field_and_every_model_has_a_thai_name():
    names = {str(field): str(field.verbose_name) for model in own_models() for field in own_fields(model)}
    names |= {model.__name__: str(model._meta.verbose_name) for model in own_models()}

    assert len(names) > 150
    assert [of for of, name in names.items() if not THAI.search(name) and name not in WITHOUT_THAI_NAME] == []


def test_every_choice_is_offered_in_thai():
    labels = [
        (str(field), str(label))
        for model in own_models()
        for field in own_fields(model)
        for _, label in field.choices or ()
    ]

    assert len(labels) > 40
    assert [label for label in labels if not THAI.search(label[1])] == []


# -- on_delete -------------------------------------------------------------------------------------


def comments_of(path):
    with path.open("rb") as source:
        tokens = tokenize.tokenize(source.readline)
        return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}


def deleting_keys(source):
    """(first line, last line, what happens) of each foreign key in a source that is not PROTECT."""
    for node in ast.walk(ast.parse(source)):
        for keyword in getattr(node, "keywords", ()):
            if keyword.arg == "on_delete" and ast.unparse(keyword.value).split(".")[-1] != "PROTECT":
                yield node.lineno, node.end_lineno, ast.unparse(keyword.value)


def test_a_row_that_goes_with_another_says_why():
    silent, found = [], 0

    for module in modules(*APPS):
        comments = comments_of(ROOT / module)
        for first, last, happens in deleting_keys((ROOT / module).read_text("utf-8")):
            found += 1
            reason = " ".join(comments.get(line, "") for line in range(first, last + 1))
            if len(reason) < len("# CASCADE: why"):
                silent.append(f"{module}:{first} {happens}")

    deleting = [
        field
        for model in own_models()
        for field in relations(model)
        if not field.many_to_many and field.remote_field.on_delete is not models.PROTECT
    ]
    assert silent == []
    assert found == len(deleting) > 0


# -- Migrations and templates ----------------------------------------------------------------------


@pytest.mark.django_db
def test_the_migrations_tell_all_that_the_models_say():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_every_migration_is_named():
    names = [path.stem for app in APPS for path in (ROOT / app / "migrations").glob("0*.py")]

    assert len(names) >= len(APPS)
    assert [name for name in names if "_auto_" in name] == []


def templates():
    folders = [ROOT / "templates", *(ROOT / app / "templates" for app in APPS)]
    return sorted(
        str(path.relative_to(folder)) for folder in folders for path in folder.rglob("*") if path.is_file()
    )


@pytest.mark.parametrize("name", templates())
def test_every_template_compiles_and_finds_what_it_extends_and_includes(name):
    template = get_template(name).template

    nodes = [
        *template.nodelist.get_nodes_by_type(ExtendsNode),
        *template.nodelist.get_nodes_by_type(IncludeNode),
    ]

    wanted = [getattr(node, "parent_name", None) or getattr(node, "template", None) for node in nodes]
    names = [filter_.var for filter_ in wanted if isinstance(getattr(filter_, "var", None), str)]
    assert all(get_template(other) for other in names)


# -- The suite itself ------------------------------------------------------------------------------


def test_no_test_reaches_the_network():
    with socket.socket() as sock, pytest.raises(RuntimeError, match="without a network"):
        sock.connect(("192.0.2.1", 80))
