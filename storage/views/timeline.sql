SELECT
    {{ local("j.at") }} AS moment,
    {{ day("j.at") }} AS day,
    a.reference,
    a.title,
    j.action,
    COALESCE(deed.lv, j.action) AS action_lv,
    COALESCE(deed.en, j.action) AS action_en,
    j.actor,
    j.details,
    j.message_id AS message
FROM journal j
LEFT JOIN stored_applications a ON a.id = j.application_id
LEFT JOIN programme_words deed ON deed.kind = 'action' AND deed.key = j.action
