namespace Referrals.Kpis.Catalogue;

/// <summary>Why a KPI has no value, in words that several of them share.</summary>
internal static class Reasons
{
    internal const string NobodySignedUp = "nobody signed up in the window";
    internal const string NobodyReferred = "nobody signed up by referral in the window";
    internal const string NobodyUnreferred = "nobody signed up without a referral in the window";
    internal const string NobodyPurchased = "no customer who signed up by referral in the window purchased before its end";
    internal const string NoVerdicts = "no held referral was approved or rejected in the window";
    internal const string NoClaims = "no referral was created or refused in the window";
    internal const string NoCost = "the referral program cost nothing in the window";
}
