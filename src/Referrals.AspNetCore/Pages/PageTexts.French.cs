namespace Referrals.AspNetCore.Pages;

/// <content>French.</content>
internal sealed partial record PageTexts
{
    internal static PageTexts French { get; } = new()
    {
        Language = "fr",
        Culture = "fr-FR",
        WelcomeReward = "{0} pour toi chez {1}",
        Welcome = "Bienvenue chez {0}",
        WelcomeInvited = "Un proche t’a invité.",
        YourFriendsCode = "Code de ton invitation",
        SignUp = "Créer un compte",
        HaveCode = "As-tu reçu un code ?",
        CodeLabel = "Code",
        CodeHint = "Majuscules, minuscules, espaces et tirets n’ont pas d’importance.",
        CodeApply = "Utiliser le code",
        CodeWrong = "Ce code ne fonctionne pas. Vérifie qu’il ne contient pas de faute de frappe.",
        CodeTooOften = "Trop de tentatives. Attends une minute avant de réessayer.",
        FormExpired = "Cette page est restée ouverte trop longtemps. Envoie-la de nouveau.",
        Terms = "Conditions",
        Skip = "Aller au contenu",
        SignInFirst = "Connecte-toi pour voir cette page.",
    };
}
