SELECT
    listed.institution,
    listed.institution_lv,
    listed.institution_en,
    count(a.id) AS applications,
    count(CASE WHEN a.status = 'complete' THEN 1 END) AS complete,
    count(CASE WHEN a.status = 'incomplete' THEN 1 END) AS incomplete,
    count(CASE WHEN a.status = 'late' THEN 1 END) AS late,
    count(CASE WHEN a.status = 'withdrawn' THEN 1 END) AS withdrawn,
    count(CASE WHEN a.decision = 'accepted' THEN 1 END) AS accepted,
    count(CASE WHEN a.decision = 'waiting' THEN 1 END) AS waiting_list,
    count(CASE WHEN a.decision = 'declined' THEN 1 END) AS declined,
    sum(CASE WHEN a.status <> 'withdrawn' THEN a.costs_eur END) AS costs_eur
FROM (
    SELECT w.key AS institution, w.lv AS institution_lv, w.en AS institution_en, w.position
    FROM programme_words w WHERE w.kind = 'institution'
    UNION ALL
    SELECT NULL, 'cita organizācija vai nav norādīta', 'another organisation, or none named', 1000
) AS listed
LEFT JOIN stored_applications a ON COALESCE(a.institution, '') = COALESCE(listed.institution, '') AND a.status <> 'merged'
GROUP BY listed.institution, listed.institution_lv, listed.institution_en, listed.position
ORDER BY listed.position
