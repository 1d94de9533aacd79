using System.Text.RegularExpressions;
using Referrals.Crm.Projection;

namespace Referrals.Crm;

/// <summary>What to do where the CRM says that a record like a new one is there already.</summary>
public enum CrmDuplicates
{
    /// <summary>The record is set aside with the CRM's words, for people to decide; the default.</summary>
    SetAside = 0,

    /// <summary>
    /// If the CRM names exactly one record, and that one belongs to no other person of ours, it becomes the person's record: our key and our fields are
    /// written into it.
    /// </summary>
    UseExisting = 1,

    /// <summary>Salesforce only: a second record is made where the duplicate rule allows it.</summary>
    SaveAnyway = 2,
}

/// <summary>What both CRMs have in common.</summary>
public abstract class CrmOptions
{
    private protected CrmOptions(CrmMapping mapping, double limitShare)
    {
        Mapping = mapping;
        LimitShare = limitShare;
    }

    /// <summary>Which field holds what.</summary>
    /// <value>The default is <see cref="CrmMapping.Salesforce"/> or <see cref="CrmMapping.HubSpot"/>.</value>
    public CrmMapping Mapping { get; set; }

    /// <summary>The program that is mirrored.</summary>
    /// <value>The default is the application's only program; with several, one must be named.</value>
    public ProgramId Program { get; set; }

    /// <summary>The tenant whose program is mirrored.</summary>
    /// <value>The default is <c>default</c>, for an application without tenants.</value>
    public TenantId Tenant { get; set; }

    /// <summary>What to do where the CRM says that a record like a new one is there already.</summary>
    /// <value>The default is <see cref="CrmDuplicates.SetAside"/>.</value>
    public CrmDuplicates Duplicates { get; set; }

    /// <summary>
    /// Which share of the CRM's limits, as its answers tell them, is used before nothing more is sent for a while: others use the same account.
    /// </summary>
    /// <value>The default is 0.8 for Salesforce and 0.5 for HubSpot; 0.05 to 1.</value>
    public double LimitShare { get; set; }

    /// <summary>How long a call may take.</summary>
    /// <value>The default is 60 seconds; 100 milliseconds to 2 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an instance rests between two looks for what is due. The longer, the more facts of one person become one call.</summary>
    /// <value>The default is 30 seconds; 50 milliseconds to an hour.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After how many attempts that the CRM asked to repeat a record is set aside.</summary>
    /// <value>The default is 12, which is about four hours; 1 to 1,000.</value>
    public int MaxAttempts { get; set; } = 12;

    internal abstract FieldRules Rules { get; }

    internal virtual void Check()
    {
        if (Mapping is null)
        {
            throw new ArgumentException($"No mapping to {Rules.Crm} is set. Leave Mapping as it is for the default, or set one.", nameof(Mapping));
        }

        Mapping.Check(Rules);
        InRange(LimitShare, 0.05, 1, nameof(LimitShare));
        InRange(Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(2), nameof(Timeout));
        InRange(Interval, TimeSpan.FromMilliseconds(50), TimeSpan.FromHours(1), nameof(Interval));
        InRange(MaxAttempts, 1, 1_000, nameof(MaxAttempts));
    }

    /// <summary>An address that secrets are sent to: encrypted, or on this machine.</summary>
    internal static Uri CheckAddress(Uri address, string option) => address is { IsAbsoluteUri: true, Query: "", Fragment: "", UserInfo: "" }
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : throw new ArgumentException($"{option} is '{address}'; write an https address without user name, query and fragment.", option);

    private static void InRange<T>(T value, T smallest, T largest, string option)
        where T : IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, smallest, option);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, largest, option);
    }
}

/// <summary>How Salesforce is reached and what is written into it.</summary>
public sealed partial class SalesforceOptions : CrmOptions
{
    internal SalesforceOptions()
        : base(CrmMapping.Salesforce, 0.8)
    {
    }

    /// <summary>How access tokens are had. Required.</summary>
    public SalesforceCredentials? Credentials { get; set; }

    /// <summary>The version of the API.</summary>
    /// <value>The default is <c>67.0</c>, of Summer '26.</value>
    public string ApiVersion { get; set; } = "67.0";

    internal override FieldRules Rules { get; } = new(
        "Salesforce",
        Names(),
        "a name has letters, digits and underscores, and begins with a letter",
        HasLookups: true,
        StringComparer.OrdinalIgnoreCase,
        ["Id", "OwnerId", "Email", "Phone", "MobilePhone", "Name", "FirstName", "LastName", "Salutation", "AccountId", "LeadSource"],
        MaxName: 80);

    internal override void Check()
    {
        base.Check();
        if (Credentials is null)
        {
            throw new ArgumentException("No credentials for Salesforce are set. Set SalesforceOptions.Credentials, such as to SalesforceCredentials.ClientCredentials.", nameof(Credentials));
        }

        if (ApiVersion is null || !Versions().IsMatch(ApiVersion))
        {
            throw new ArgumentException($"ApiVersion is '{ApiVersion}'; write it as Salesforce does, such as 67.0.", nameof(ApiVersion));
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*\\z")]
    private static partial Regex Names();

    [GeneratedRegex("^[0-9]{2,3}\\.0\\z")]
    private static partial Regex Versions();
}

/// <summary>How HubSpot is reached and what is written into it.</summary>
public sealed partial class HubSpotOptions : CrmOptions
{
    internal HubSpotOptions()
        : base(CrmMapping.HubSpot, 0.5)
    {
    }

    /// <summary>How access tokens are had. Required.</summary>
    public HubSpotCredentials? Credentials { get; set; }

    /// <summary>The version of the API, which is a month.</summary>
    /// <value>The default is <c>2026-09</c>.</value>
    public string ApiVersion { get; set; } = "2026-09";

    /// <summary>Where HubSpot is.</summary>
    /// <value>The default is <c>https://api.hubapi.com</c>.</value>
    public Uri Address { get; set; } = new("https://api.hubapi.com");

    internal override FieldRules Rules { get; } = new(
        "HubSpot",
        Names(),
        "a name has small letters, digits, underscores and hyphens",
        HasLookups: false,
        StringComparer.Ordinal,
        ["hs_object_id", "hubspot_owner_id", "email", "phone", "mobilephone", "firstname", "lastname", "lifecyclestage", "hs_lead_status"],
        MaxName: 100);

    internal override void Check()
    {
        base.Check();
        if (Credentials is null)
        {
            throw new ArgumentException("No credentials for HubSpot are set. Set HubSpotOptions.Credentials, such as to HubSpotCredentials.AccessToken.", nameof(Credentials));
        }

        if (ApiVersion is null || !Versions().IsMatch(ApiVersion))
        {
            throw new ArgumentException($"ApiVersion is '{ApiVersion}'; write a month as HubSpot does, such as 2026-09.", nameof(ApiVersion));
        }

        if (Duplicates == CrmDuplicates.SaveAnyway)
        {
            throw new ArgumentException("HubSpot never keeps two contacts of one e-mail address: Duplicates cannot be SaveAnyway. Use SetAside or UseExisting.", nameof(Duplicates));
        }

        _ = CheckAddress(Address, nameof(Address));
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9_-]*\\z")]
    private static partial Regex Names();

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}\\z")]
    private static partial Regex Versions();
}
