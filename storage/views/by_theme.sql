SELECT
    w.key AS theme,
    w.lv AS theme_lv,
    w.en AS theme_en,
    count(ticked.id) AS applications,
    count(CASE WHEN ticked.status = 'complete' THEN 1 END) AS complete,
    count(CASE WHEN ticked.status = 'incomplete' THEN 1 END) AS incomplete,
    count(CASE WHEN ticked.status = 'late' THEN 1 END) AS late,
    count(CASE WHEN ticked.status = 'withdrawn' THEN 1 END) AS withdrawn,
    count(CASE WHEN ticked.decision = 'accepted' THEN 1 END) AS accepted
FROM programme_words w
LEFT JOIN (
    SELECT a.id, a.status, a.decision, theme.value AS theme
    FROM stored_applications a, {{ each("a.themes") }} AS theme
    WHERE a.status <> 'merged'
) AS ticked ON ticked.theme = w.key
WHERE w.kind = 'theme'
GROUP BY w.key, w.lv, w.en, w.position
ORDER BY w.position
