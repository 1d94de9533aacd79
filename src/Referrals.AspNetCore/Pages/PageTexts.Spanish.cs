namespace Referrals.AspNetCore.Pages;

/// <content>Spanish.</content>
internal sealed partial record PageTexts
{
    internal static PageTexts Spanish { get; } = new()
    {
        Language = "es",
        Culture = "es-ES",
        WelcomeReward = "{0} para ti en {1}",
        Welcome = "Te damos la bienvenida a {0}",
        WelcomeInvited = "Alguien que conoces te ha invitado.",
        YourFriendsCode = "Código de tu invitación",
        SignUp = "Crear cuenta",
        HaveCode = "¿Has recibido un código?",
        CodeLabel = "Código",
        CodeHint = "No importan las mayúsculas, las minúsculas, los espacios ni los guiones.",
        CodeApply = "Usar el código",
        CodeWrong = "Este código no funciona. Comprueba que esté bien escrito.",
        CodeTooOften = "Demasiados intentos. Espera un minuto y vuelve a intentarlo.",
        FormExpired = "Esta página ha estado abierta demasiado tiempo. Envíala de nuevo.",
        Terms = "Condiciones",
        Skip = "Ir al contenido",
        SignInFirst = "Inicia sesión para ver esta página.",
    };
}
