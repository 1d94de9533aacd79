namespace Referrals.Attribution;

/// <summary>The codes of the checks and outcomes of this stage.</summary>
internal static class AttributionCodes
{
    internal const string NoTouch = "attribution.no_touch";
    internal const string OutsideWindow = "attribution.outside_window";
    internal const string SelfTouch = "attribution.self_touch";
    internal const string Window = "attribution.window";
    internal const string AfterSignUp = "attribution.after_sign_up";
    internal const string SetAside = "attribution.set_aside";
    internal const string TooManyReferrers = "attribution.too_many_referrers";
    internal const string Winner = "attribution.winner";
}
