namespace Referrals.AspNetCore.Pages;

/// <content>English.</content>
internal sealed partial record PageTexts
{
    internal static PageTexts English { get; } = new()
    {
        Language = "en",
        Culture = "en-GB",
        WelcomeReward = "{0} for you at {1}",
        Welcome = "Welcome to {0}",
        WelcomeInvited = "A friend has invited you.",
        YourFriendsCode = "Your friend’s code",
        SignUp = "Sign up",
        HaveCode = "Do you have a code from a friend?",
        CodeLabel = "Code",
        CodeHint = "Upper and lower case, spaces and dashes do not matter.",
        CodeApply = "Use code",
        CodeWrong = "This code does not work. Check it for typing errors.",
        CodeTooOften = "That was tried too often. Wait a minute and try again.",
        FormExpired = "This page was open for too long. Send it once more.",
        Terms = "Terms",
        Skip = "Skip to the content",
        SignInFirst = "Sign in to see this page.",
    };
}
