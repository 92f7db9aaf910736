"""Pages, forms and components in the manner of GOV.UK, without its crown and fonts.

**Pages** extend one of these; a view may fill the words in through the context instead.

- `page.html`: blocks `title` (else the heading), `breadcrumbs`, `caption`, `heading`,
  `lead`, `content` (two thirds), `aside` (one third), `main` (instead of content and
  aside: full width, the heading stays), `history`, `head`, `scripts`. Context:
  `heading`, `caption`, `lead`, `back` (an address) or `breadcrumbs` ((label, url)
  pairs), and on every page `navigation` (`rules.Navigation`).
- `record.html`: blocks `caption` ("Finding 12"), `heading`, `state`, `holder` (who holds
  it until when), `steps`, `summary`, `body`, `thread`, `history`. Context: `record`,
  `open_steps`, `holder`, `rows`, `strands`, `entries`.
- `list.html`: blocks `above`, `table`, `empty`. Context: `page` (a paginator's),
  `filter_form`, `sorts` ((value, label) pairs, used as ?sort=value), `exports` (true:
  links to the same address with ?format=csv or xlsx), `noun` ("actions"), `empty`.
  `listing.html` draws its table too, from what `pages.listing` hands it.
- `form.html`, and `confirm.html` for a step that asks nothing: `form`, `heading`,
  `caption`, `lead`, `button`, `cancel`, `danger`; blocks `before`, `after`, `button`,
  `cancel`.
- `done.html`: `heading`, `panel`, `told`, `next`, `continue`; blocks `panel`, `next`.

**Tags** (`{% load govuk %}`):

- `{% steps record open_steps %}`: a button for each step, the first one green.
- `{% tag record %}`, `{% tag State.OPEN %}`: a state's word in its colour.
- `{% summary rows %}`: rows are (key, value) or (key, value, address).
- `{% history entries %}`, `{% thread strands %}` (`rules.Strand` of `rules.Link`).
- `{% fraction 23 26 %}`: 23 of 26 (88%). `{% day date %}`: 18 November 2015.
- `{% querystring sort="title" page=None %}`: Django's own; keeps the rest of the address.
- `{% pagination page %}`, `{% sub_navigation links "Plan" %}`, `{% error_summary form %}`.
- `{% details "What a theme is" %}…{% enddetails %}`, `{% inset %}…{% endinset %}`,
  `{% warning %}…{% endwarning %}`.
- `{% wide "Themes by source" %}<table class="govuk-table">…</table>{% endwide %}`: a
  table that scrolls sideways inside its own region.

**Forms** mix in `forms.Govuk` and are shown by `{{ form }}` alone.

Nothing inline: no `style=`, no script in the page. Everything goes by class, ours being
`goldthread-…` in `assets/goldthread/`; `assets/build.sh` compiles them. A picture is a
`<figure class="goldthread-picture goldthread-chart">` (or `-loop`, `-timeline`) with its
title in `<h2 class="goldthread-picture__title">`; an SVG that holds links has
`role="group"`, any other `role="img"`.
"""
