namespace Referrals;

/// <summary>Where guards find lists of domains and custom guards by name.</summary>
internal interface IGuardBook
{
    internal bool Lists(string list, string domain);

    internal IReferralGuard Guard(CustomUse use);
}
