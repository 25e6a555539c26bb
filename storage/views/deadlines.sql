SELECT
    due.day,
    due.until,
    due.kind,
    COALESCE(sort.lv, due.kind) AS kind_lv,
    COALESCE(sort.en, due.kind) AS kind_en,
    due.name_lv,
    due.name_en,
    CASE WHEN due.day >= {{ today }} THEN {{ days_between(today, "due.day") }} END AS days_left,
    due.reference,
    due.title,
    {{ local("due.handed_in") }} AS received_at
FROM (
    SELECT p.day, p.until, p.kind, p.name_lv, p.name_en, NULL AS reference, NULL AS title, {{ no_moment }} AS handed_in
    FROM programme_days p
    UNION ALL
    SELECT a.extended_to, NULL, p.kind, p.name_lv, p.name_en, a.reference, a.title, {{ no_moment }}
    FROM stored_applications a
    JOIN programme_days p ON p.key = 'apply_by'
    WHERE a.extended_to IS NOT NULL AND a.status NOT IN ('merged', 'withdrawn')
    UNION ALL
    SELECT p.day, p.until, p.kind, p.name_lv, p.name_en, a.reference, a.title, handed.at
    FROM stored_applications a
    JOIN programme_days p ON p.kind = 'deliverable'
    LEFT JOIN deliveries handed ON handed.application_id = a.id AND 'deliverable:' || handed.deliverable = p.key
    WHERE a.decision = 'accepted' AND a.status NOT IN ('merged', 'withdrawn')
) AS due
LEFT JOIN programme_words sort ON sort.kind = 'day' AND sort.key = due.kind
