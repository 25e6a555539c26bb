SELECT
    a.reference,
    a.title,
    a.institution,
    person.number,
    person.name,
    person.position,
    person.unit,
    person.email,
    person.phone,
    CASE WHEN EXISTS (SELECT 1 FROM {{ each("a.visitors") }} AS visitor WHERE visitor.value = person.name)
         THEN 1 ELSE 0 END AS visits,
    a.status,
    COALESCE(standing.lv, a.status) AS status_lv,
    COALESCE(standing.en, a.status) AS status_en
FROM members person
JOIN stored_applications a ON a.id = person.application_id
LEFT JOIN programme_words standing ON standing.kind = 'status' AND standing.key = a.status
WHERE a.status <> 'merged'
