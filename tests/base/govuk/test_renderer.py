"""Every kind of control, drawn with a hint and an error, compared as a whole."""

from django import forms
from pytest_django.asserts import assertHTMLEqual

from goldthread.base.govuk.forms import DateField
from goldthread.base.govuk.renderer import GovukRenderer

HINT = '<div id="id_x-hint" class="govuk-hint">Help</div>'
ERROR = """<p id="id_x-error" class="govuk-error-message">
  <span class="govuk-visually-hidden">Error:</span> This field is required.</p>"""
LABEL = '<label class="govuk-label govuk-label--s" for="id_x">Ask</label>'
DESCRIBED = 'aria-describedby="id_x-hint id_x-error"'
TWO = [("a", "One"), ("b", "Two & a half")]


def drawn(field, data=None, **initial):
    """A form of one field, `x`, as the page would show that field."""
    form = type("OneField", (forms.Form,), {"x": field})
    form = form(data, initial=initial, renderer=GovukRenderer())
    return form["x"].as_field_group()


def asked(field_class=forms.CharField, **more):
    return field_class(label="Ask", help_text="Help", **more)


def group(inside, *, error=False, more=""):
    wrong = " govuk-form-group--error" if error else ""
    return f'<div class="govuk-form-group{wrong}" {more}>{inside}</div>'


def test_text_is_drawn_with_its_hint_and_error():
    control = f"""<input class="govuk-input govuk-input--error" id="id_x" name="x"
        type="text" value="" {DESCRIBED} aria-invalid="true">"""

    assertHTMLEqual(
        drawn(asked(), {}), group(LABEL + HINT + ERROR + control, error=True)
    )


def test_text_keeps_what_was_typed_and_escapes_it():
    typed = '<b> & "quotes"'
    control = """<input class="govuk-input govuk-input--width-10" id="id_x" name="x"
        type="text" value="&lt;b&gt; &amp; &quot;quotes&quot;" autocomplete="name">"""
    attrs = {
        "class": "govuk-input--width-10",
        "autocomplete": "name",
        "placeholder": "A",
    }
    field = forms.CharField(label="Ask", widget=forms.TextInput(attrs=attrs))

    assertHTMLEqual(drawn(field, {"x": typed}), group(LABEL + control))


def test_several_errors_of_a_field_are_each_on_a_line():
    def refuse(value):
        raise forms.ValidationError(["Too <short>", "Too old"])

    error = """<p id="id_x-error" class="govuk-error-message">
      <span class="govuk-visually-hidden">Error:</span>
      Too &lt;short&gt;<br>Too old</p>"""
    control = """<input class="govuk-input govuk-input--error" id="id_x" name="x"
        type="text" value="a" aria-describedby="id_x-error" aria-invalid="true">"""
    field = forms.CharField(label="Ask", validators=[refuse])

    assertHTMLEqual(
        drawn(field, {"x": "a"}), group(LABEL + error + control, error=True)
    )


def test_a_number_is_text_on_a_number_pad():
    control = f"""<input class="govuk-input govuk-input--width-5 govuk-input--error"
        id="id_x" name="x" type="text" value="" inputmode="numeric"
        {DESCRIBED} aria-invalid="true">"""

    html = drawn(asked(forms.IntegerField, min_value=0), {})

    assertHTMLEqual(html, group(LABEL + HINT + ERROR + control, error=True))


def test_a_decimal_number_may_have_a_point_and_a_unit():
    widget = forms.NumberInput(attrs={"step": "0.1", "suffix": "%"})
    control = """<div class="govuk-input__wrapper">
      <input class="govuk-input govuk-input--width-5" id="id_x" name="x" type="text"
        value="1.5" inputmode="decimal">
      <div class="govuk-input__suffix" aria-hidden="true">%</div></div>"""
    field = forms.DecimalField(label="Ask", widget=widget)

    assertHTMLEqual(drawn(field, x="1.5"), group(LABEL + control))


def test_an_email_address_is_not_spell_checked():
    control = f"""<input class="govuk-input govuk-input--error" id="id_x" name="x"
        type="email" spellcheck="false" value="" {DESCRIBED} aria-invalid="true">"""
    html = drawn(asked(forms.EmailField), {})

    assertHTMLEqual(html, group(LABEL + HINT + ERROR + control, error=True))


def test_a_password_that_was_typed_is_not_sent_back():
    shown = drawn(asked(widget=forms.PasswordInput()), {"x": "a secret"})

    assert "a secret" not in shown
    assert 'type="password"' in shown


def test_a_password_can_be_shown_and_never_comes_back():
    control = f"""<div class="govuk-input__wrapper govuk-password-input__wrapper">
      <input class="govuk-input govuk-password-input__input
        govuk-js-password-input-input govuk-input--error" id="id_x" name="x"
        type="password" spellcheck="false" value="" autocapitalize="none"
        autocomplete="new-password" {DESCRIBED} aria-invalid="true">
      <button type="button" class="govuk-button govuk-button--secondary
        govuk-password-input__toggle govuk-js-password-input-toggle"
        data-module="govuk-button" aria-controls="id_x" aria-label="Show password"
        hidden>Show</button></div>"""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    expected = group(LABEL + HINT + ERROR + control, error=True).replace(
        '--error" >',
        '--error govuk-password-input" data-module="govuk-password-input">',
        1,
    )

    assertHTMLEqual(drawn(asked(widget=widget), {}), expected)


def test_a_long_text_has_five_lines_unless_it_asks_for_more():
    control = f"""<textarea class="govuk-textarea govuk-textarea--error" id="id_x"
        name="x" rows="5" {DESCRIBED} aria-invalid="true"></textarea>"""
    html = drawn(asked(widget=forms.Textarea), {})
    taller = drawn(
        forms.CharField(widget=forms.Textarea(attrs={"rows": 8})), {"x": "a"}
    )

    assertHTMLEqual(html, group(LABEL + HINT + ERROR + control, error=True))
    assertHTMLEqual(
        taller,
        group("""<label class="govuk-label govuk-label--s" for="id_x">X</label>
          <textarea class="govuk-textarea" id="id_x" name="x" rows="8">a</textarea>"""),
    )


def test_a_long_text_keeps_its_lines():
    typed = "  one\n    two\n\nthree"
    html = drawn(forms.CharField(widget=forms.Textarea, max_length=90), {"x": typed})

    assert html.partition("<textarea")[2].partition(">")[2].partition("<")[0] == typed


def test_a_long_text_with_a_limit_counts_down_to_it():
    field = forms.CharField(label="Ask", max_length=50, widget=forms.Textarea)
    expected = f"""<div class="govuk-form-group govuk-character-count"
        data-module="govuk-character-count" data-maxlength="50">{LABEL}
      <textarea class="govuk-textarea govuk-js-character-count" id="id_x" name="x"
        rows="5" aria-describedby="id_x-info"></textarea>
      <div id="id_x-info" class="govuk-hint govuk-character-count__message">
        You can enter up to 50 characters</div></div>"""

    assertHTMLEqual(drawn(field), expected)


def test_the_count_of_a_long_text_comes_only_when_its_limit_is_near():
    html = drawn(forms.CharField(max_length=10_000, widget=forms.Textarea))

    assert 'data-threshold="75"' in html
    assert "You can enter up to 10,000 characters" in html


def test_a_select_keeps_its_groups():
    choices = [("", "Choose one"), ("Near", TWO)]
    control = f"""<select name="x" id="id_x" class="govuk-select govuk-select--error"
        {DESCRIBED} aria-invalid="true"><option value="" selected>Choose one</option>
      <optgroup label="Near"><option value="a">One</option>
      <option value="b">Two &amp; a half</option></optgroup></select>"""
    html = drawn(asked(forms.ChoiceField, choices=choices), {})

    assertHTMLEqual(html, group(LABEL + HINT + ERROR + control, error=True))


def test_a_select_of_several_shows_which_are_chosen():
    control = """<select name="x" id="id_x" class="govuk-select" multiple>
      <option value="a">One</option>
      <option value="b" selected>Two &amp; a half</option></select>"""
    field = forms.MultipleChoiceField(label="Ask", choices=TWO)

    assertHTMLEqual(drawn(field, x=["b"]), group(LABEL + control))


def choices_of(kind, *, chosen=""):
    items = "".join(
        f"""<div class="govuk-{kind}__item">
          <input class="govuk-{kind}__input" id="{id_}" name="x" value="{value}"
            type="{"radio" if kind == "radios" else "checkbox"}"
            {"checked" if value == chosen else ""}>
          <label class="govuk-label govuk-{kind}__label" for="{id_}">{text}</label></div>"""
        for id_, value, text in (
            ("id_x", "a", "One"),
            ("id_x-2", "b", "Two &amp; a half"),
        )
    )
    return f'<div class="govuk-{kind}" data-module="govuk-{kind}">{items}</div>'


def fieldset(inside, *, more=DESCRIBED):
    legend = (
        '<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Ask</legend>'
    )
    return f'<fieldset class="govuk-fieldset" {more}>{legend}{inside}</fieldset>'


def test_radios_stand_under_one_legend():
    html = drawn(asked(forms.ChoiceField, choices=TWO, widget=forms.RadioSelect), {})

    expected = fieldset(HINT + ERROR + choices_of("radios"))
    assertHTMLEqual(html, group(expected, error=True))


def test_checkboxes_are_not_taken_for_radios_although_django_makes_them_so():
    widget = forms.CheckboxSelectMultiple
    html = drawn(asked(forms.MultipleChoiceField, choices=TWO, widget=widget), {})
    ticked = drawn(
        forms.MultipleChoiceField(label="Ask", choices=TWO, widget=widget), x=["b"]
    )

    expected = fieldset(HINT + ERROR + choices_of("checkboxes"))
    assertHTMLEqual(html, group(expected, error=True))
    expected = fieldset(choices_of("checkboxes", chosen="b"), more="")
    assertHTMLEqual(ticked, group(expected))


def test_a_box_to_tick_has_its_hint_beside_it():
    box = """<div class="govuk-checkboxes" data-module="govuk-checkboxes">
      <div class="govuk-checkboxes__item">
        <input class="govuk-checkboxes__input" id="id_x" name="x" type="checkbox"
          value="on" aria-describedby="id_x-error id_x-item-hint" aria-invalid="true">
        <label class="govuk-label govuk-checkboxes__label" for="id_x">Ask</label>
        <div id="id_x-item-hint" class="govuk-hint govuk-checkboxes__hint">Help</div>
      </div></div>"""

    html = drawn(asked(forms.BooleanField), {})

    assertHTMLEqual(html, group(ERROR + box, error=True))


def test_a_date_is_three_boxes_under_one_legend():
    def box(part, width, mode):
        return f"""<div class="govuk-date-input__item"><div class="govuk-form-group">
          <label class="govuk-label govuk-date-input__label" for="id_x_{part}">
            {part.capitalize()}</label>
          <input class="govuk-input govuk-date-input__input govuk-input--width-{width}
            govuk-input--error" id="id_x_{part}" name="x_{part}" type="text" value=""
            inputmode="{mode}" aria-invalid="true"></div></div>"""

    boxes = (
        box("day", 2, "numeric") + box("month", 2, "text") + box("year", 4, "numeric")
    )
    inside = f'{HINT}{ERROR}<div class="govuk-date-input" id="id_x">{boxes}</div>'

    html = drawn(asked(DateField), {})

    expected = fieldset(inside, more=f'role="group" {DESCRIBED}')
    assertHTMLEqual(html, group(expected, error=True))


def test_a_code_may_ask_for_the_number_pad():
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    control = """<input class="govuk-input" id="id_x" name="x" type="text" value=""
        inputmode="numeric">"""

    html = drawn(forms.CharField(label="Ask", widget=widget))

    assertHTMLEqual(html, group(LABEL + control))


def test_a_file_says_what_is_wrong_with_it():
    control = f"""<input class="govuk-file-upload govuk-file-upload--error" id="id_x"
        name="x" type="file" accept=".pdf" {DESCRIBED} aria-invalid="true">"""
    widget = forms.FileInput(attrs={"accept": ".pdf"})
    html = drawn(asked(forms.FileField, widget=widget), {})

    assertHTMLEqual(html, group(LABEL + HINT + ERROR + control, error=True))


def test_a_hidden_field_is_only_itself():
    html = drawn(forms.CharField(widget=forms.HiddenInput), x="1")

    assertHTMLEqual(html, '<input type="hidden" name="x" id="id_x" value="1">')


def test_a_widget_without_a_macro_keeps_its_own_html_in_our_group():
    class Colour(forms.Widget):
        template_name = "django/forms/widgets/text.html"

        def get_context(self, name, value, attrs):
            context = super().get_context(name, value, attrs)
            context["widget"]["type"] = "color"
            return context

    control = '<input type="color" name="x" id="id_x" class="wide" disabled>'
    widget = Colour(attrs={"class": "wide"})
    html = drawn(forms.CharField(label="Ask", widget=widget, disabled=True))

    assertHTMLEqual(html, group(LABEL + control))


def test_a_form_in_which_nothing_is_asked_for_marks_nothing_as_optional():
    control = '<input class="govuk-input" id="id_x" name="x" type="text" value="">'
    html = drawn(forms.CharField(label="Ask", required=False))

    assertHTMLEqual(html, group(LABEL + control))


def test_an_option_without_a_value_is_drawn_empty_and_nought_as_nought():
    html = drawn(
        forms.ChoiceField(label="Ask", choices=[(None, "None"), (0, "Nought")])
    )

    assert '<option value="" selected>None</option><option value="0">Nought' in html
