namespace Referrals.Messages.Templates;

internal static partial class BuiltInTemplates
{
    internal const string German =
        """
        [greeting]
        Hallo,

        [greeting.named]
        Hallo {name},

        [footer]
        Du bekommst diese Nachricht, weil du bei {program} mitmachst. Abbestellen: {unsubscribe}

        [invitation.purchase]
        {offer}
        {greeting}

        danke für deine Bestellung. Kennst du jemanden, dem das auch gefallen würde? {offer}: Gib einfach deinen
        persönlichen Link weiter.

        {link}

        [invitation.survey]
        Danke – und ein Vorschlag
        {greeting}

        danke für deine gute Bewertung. Wenn du uns ohnehin empfehlen würdest, könnt ihr beide etwas davon haben.
        {offer}: Das ist dein persönlicher Link.

        {link}

        [invitation.delivery]
        Gut angekommen?
        {greeting}

        deine Bestellung ist zugestellt. Wenn du zufrieden bist, erzähl es deinen Freunden. {offer}: Das ist dein
        persönlicher Link.

        {link}

        [thank_you]
        Danke für deine Empfehlung
        {greeting}

        danke, dass du {program} weiterempfohlen hast. Wir sagen dir Bescheid, sobald sich jemand anmeldet. Du kannst
        deinen Link so oft verwenden, wie du möchtest:

        {link}

        [friend.signed_up]
        Deine Einladung wurde angenommen
        {greeting}

        über deine Einladung hat sich jemand angemeldet. Du hast jetzt {friends} {friends#Person|Personen} geworben. Wir
        sagen dir Bescheid, sobald du eine Belohnung verdienst.

        [reward.pending]
        {amount} für dich am {day}
        {greeting}

        du hast bei {program} {amount} verdient. Der Betrag ist ab dem {day} verfügbar, sofern der Einkauf bis dahin
        nicht zurückgegeben wird.

        [reward.in_review]
        {amount} in Prüfung
        {greeting}

        du hast bei {program} {amount} verdient. Wir prüfen das noch und sagen dir Bescheid, sobald der Betrag verfügbar ist.

        [reward.earned]
        {amount} für dich
        {greeting}

        deine Belohnung von {amount} aus {program} ist jetzt verfügbar. Danke, dass du uns empfiehlst.

        [reward.taken_back]
        Deine Belohnung hat sich geändert
        {greeting}

        von deinen Belohnungen aus {program} wurde zurückgenommen: {amount}. {reason}

        [reward.refused]
        Das hat nicht gezählt
        {greeting}

        es geht um deine Teilnahme an {program}. {reason}

        Wenn du glaubst, dass das ein Irrtum ist, antworte uns einfach.

        [reward.expiring]
        Bald verfallen: {amount}
        {greeting}

        von deinen Belohnungen aus {program} kannst du noch bis zum {day} verwenden: {amount}. Danach verfällt dieser Betrag.

        [tier.near]
        Fast geschafft: {tier}
        {greeting}

        du bist bei {reached} von {needed}: Nur noch {missing}, und du erreichst {tier} bei {program}. Dein Link:

        {link}

        [payout.sent]
        Deine Auszahlung: {amount}
        {greeting}

        deine Auszahlung aus {program} ist unterwegs zu dir: {amount}.

        [win_back]
        Dein Link wartet noch
        {greeting}

        wir haben schon länger nichts von dir gehört. {offer}: Dein persönlicher Link gilt weiterhin.

        {link}
        """;
}
