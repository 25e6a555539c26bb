SELECT
    mail.reference,
    {{ local("mail.at") }} AS moment,
    mail.direction,
    COALESCE(way.lv, mail.direction) AS direction_lv,
    COALESCE(way.en, mail.direction) AS direction_en,
    mail.name,
    mail.address,
    mail.subject,
    mail.kind,
    COALESCE(sort.lv, mail.kind) AS kind_lv,
    COALESCE(sort.en, mail.kind) AS kind_en,
    mail.state,
    COALESCE(standing.lv, mail.state) AS state_lv,
    COALESCE(standing.en, mail.state) AS state_en,
    mail.words,
    mail.message
FROM (
    SELECT a.reference, COALESCE(m.arrived_at, m.stored_at) AS at, 'in' AS direction, m.sender_name AS name,
        m.sender_address AS address, m.subject, m.kind, m.status AS state, m.text AS words, m.id AS message
    FROM messages m
    LEFT JOIN stored_applications a ON a.id = m.application_id
    WHERE m.status <> 'duplicate'
    UNION ALL
    SELECT a.reference, COALESCE(o.sent_at, o.created_at), 'out', '', o.recipient, o.subject, o.template, o.state, NULL,
        o.answers_id
    FROM outbox o
    LEFT JOIN stored_applications a ON a.id = o.application_id
) AS mail
LEFT JOIN programme_words way ON way.kind = 'direction' AND way.key = mail.direction
LEFT JOIN programme_words sort ON sort.kind = 'mail' AND sort.key = mail.kind
LEFT JOIN programme_words standing ON standing.kind = 'state' AND standing.key = mail.state
