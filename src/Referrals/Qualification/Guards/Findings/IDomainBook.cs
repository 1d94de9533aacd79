namespace Referrals.Qualification.Guards.Findings;

/// <summary>Where guards find the host's lists of domains by name.</summary>
internal interface IDomainBook
{
    internal bool Lists(string list, string domain);
}
