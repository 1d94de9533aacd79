namespace Referrals.Messages.Templates;

internal static partial class BuiltInTemplates
{
    internal const string French =
        """
        [greeting]
        Bonjour,

        [greeting.named]
        Bonjour {name},

        [footer]
        Tu reçois ce message parce que tu participes à {program}. Pour te désabonner : {unsubscribe}

        [invitation.purchase]
        {offer}
        {greeting}

        Merci pour ta commande. Tu connais quelqu’un à qui cela plairait aussi ? {offer} : il suffit de transmettre ton
        lien personnel.

        {link}

        [invitation.survey]
        Merci, et une suggestion
        {greeting}

        Merci pour ta bonne note. Puisque tu nous recommanderais de toute façon, autant que vous y gagniez tous les
        deux. {offer} : voici ton lien personnel.

        {link}

        [invitation.delivery]
        Bien arrivé ?
        {greeting}

        Ta commande a été livrée. Si elle te plaît, parles-en à tes amis. {offer} : voici ton lien personnel.

        {link}

        [thank_you]
        Merci de nous recommander
        {greeting}

        Merci d’avoir recommandé {program}. Nous te préviendrons dès qu’une personne s’inscrira. Tu peux utiliser ton
        lien aussi souvent que tu veux :

        {link}

        [friend.signed_up]
        Ta recommandation a porté ses fruits
        {greeting}

        Quelqu’un s’est inscrit grâce à ta recommandation. Tu as maintenant parrainé {friends} {friends#personne|de
        personnes|personnes}. Nous te préviendrons dès que tu gagneras une récompense.

        [reward.pending]
        {amount} pour toi le {day}
        {greeting}

        Tu as gagné {amount} avec {program}. Cette récompense sera disponible le {day}, sauf si l’achat est retourné d’ici là.

        [reward.in_review]
        {amount} en cours de vérification
        {greeting}

        Tu as gagné {amount} avec {program}. Nous vérifions d’abord et te préviendrons dès que cette récompense sera disponible.

        [reward.earned]
        {amount} pour toi
        {greeting}

        Ta récompense de {amount} chez {program} est maintenant disponible. Merci de nous recommander.

        [reward.taken_back]
        Ta récompense a changé
        {greeting}

        Une partie de tes récompenses chez {program} a été reprise : {amount}. {reason}

        [reward.refused]
        Cela n’a pas compté
        {greeting}

        Il s’agit de ta participation à {program}. {reason}

        Si tu penses qu’il s’agit d’une erreur, réponds-nous simplement.

        [reward.expiring]
        Bientôt expiré : {amount}
        {greeting}

        Parmi tes récompenses chez {program}, tu peux utiliser {amount} jusqu’au {day}. Ensuite, ce montant expire.

        [tier.near]
        Plus qu’un pas jusqu’à {tier}
        {greeting}

        Tu en es à {reached} sur {needed} : encore {missing} et tu atteins {tier} dans {program}. Ton lien :

        {link}

        [payout.sent]
        Ton versement : {amount}
        {greeting}

        Ton versement de {amount} de {program} a été envoyé.

        [win_back]
        Ton lien t’attend toujours
        {greeting}

        Cela fait un moment que nous n’avons pas eu de tes nouvelles. {offer} : ton lien personnel est toujours valable.

        {link}
        """;
}
