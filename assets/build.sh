#!/bin/sh
# For maintainers: compile the design system and our own styles into the govuk app.
# Needs npm. Bump the version here and govuk-frontend-jinja in pyproject.toml together.
set -eu

FRONTEND=6.3.0
SASS=1.108.2
here=$(cd "$(dirname "$0")" && pwd)
out=$here/../goldthread/base/govuk/static/govuk
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
npm install --silent --no-save --no-audit --no-fund "govuk-frontend@$FRONTEND" "sass@$SASS"
frontend=node_modules/govuk-frontend/dist/govuk

mkdir -p "$out"
for sheet in govuk goldthread; do
  npx sass --style=compressed --no-source-map --load-path=node_modules \
    "$here/$sheet.scss" "$out/$sheet.css"
done

# One module, so that nothing is imported at run time. The library's own exports and
# its source map are dropped: the map is not shipped, and manifest storage would look.
{
  printf '/*! govuk-frontend %s | MIT | see LICENCE-govuk-frontend.txt */\n' "$FRONTEND"
  sed -E 's/export\{[^}]*\};?//; s|//# sourceMappingURL=.*||' "$frontend/govuk-frontend.min.js"
  cat "$here/start.js"
} >"$out/goldthread.js"
cp "$here/LICENCE-govuk-frontend.txt" "$out/"

# What must never be shipped off a gov.uk domain.
if grep -rliE '@font-face|transport|crest|crown\.svg' "$out" --include='*.css'; then
  echo 'A font or a crown got in.' >&2
  exit 1
fi
