using System.Globalization;

namespace Referrals.AI;

/// <summary>What somebody of the team may ask and do through functions, beyond what everybody may.</summary>
[Flags]
public enum ToolPermissions
{
    /// <summary>Only what everybody may: the terms of the program.</summary>
    None = 0,

    /// <summary>Read what concerns a customer: decisions with all their checks, rewards, statements, work lists.</summary>
    Support = 1,

    /// <summary>Read aggregates without persons: KPIs, the program's rules, their review and simulation.</summary>
    Analysis = 2,

    /// <summary>Propose what changes something: verdicts and rewards by hand. A person still has to confirm each proposal.</summary>
    Decisions = 4,
}

/// <summary>
/// Who asks: the host says it for each request, from the signed-in principal. No function takes the identity of whoever asks as an argument, so a model
/// cannot choose it. Immutable.
/// </summary>
/// <example><code>
/// var caller = ToolCaller.Participant(CustomerId.From(user.FindFirstValue(ClaimTypes.NameIdentifier)!));
/// </code></example>
public sealed record ToolCaller
{
    /// <summary>The longest name of a member of the team, in UTF-16 characters.</summary>
    public const int MaxNameLength = 128;

    private ToolCaller(string name, CustomerId? customer, ToolPermissions permissions)
    {
        Name = name;
        Customer = customer;
        Permissions = permissions;
    }

    /// <summary>Who it is, for the audit log and the journal: the customer's id, or the name of a member of the team.</summary>
    public string Name { get; }

    /// <summary>The customer whose own data can be asked for; <c>null</c> for a member of the team.</summary>
    public CustomerId? Customer { get; }

    /// <summary>What a member of the team may ask and do.</summary>
    public ToolPermissions Permissions { get; }

    /// <summary>The language and formats of answers: English, German, French and Spanish are built in.</summary>
    /// <value>The default is the UI culture that was current when the caller was made.</value>
    public CultureInfo Culture { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = CultureInfo.CurrentUICulture;

    /// <summary>The tenant; <c>default</c> for a host without tenants.</summary>
    public TenantId Tenant { get; init; }

    /// <summary>The program that is spoken of; <c>default</c> where one is registered.</summary>
    public ProgramId Program { get; init; }

    /// <summary>A customer, who can ask about their own rewards and nothing else.</summary>
    /// <exception cref="ArgumentException">The customer is <c>default</c>.</exception>
    public static ToolCaller Participant(CustomerId customer) => customer.IsDefault
        ? throw new ArgumentException("The customer is default; where nobody is signed in there is no caller.", nameof(customer))
        : new ToolCaller(customer.Value, customer, ToolPermissions.None);

    /// <summary>A member of the team.</summary>
    /// <param name="name">The name or id that the audit log and the journal keep; 1 to <see cref="MaxNameLength"/> characters.</param>
    /// <param name="permissions">What they may ask and do.</param>
    /// <exception cref="ArgumentException">The name is blank or too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A permission is not one.</exception>
    public static ToolCaller Team(string name, ToolPermissions permissions)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > MaxNameLength)
        {
            throw new ArgumentException($"A name has up to {MaxNameLength} characters, and this has {name.Length}.", nameof(name));
        }

        const ToolPermissions All = ToolPermissions.Support | ToolPermissions.Analysis | ToolPermissions.Decisions;
        return (permissions & ~All) == 0
            ? new ToolCaller(name, customer: null, permissions)
            : throw new ArgumentOutOfRangeException(nameof(permissions), permissions, "Not a permission of the functions.");
    }

    internal string TenantName => Tenant.IsDefault ? string.Empty : Tenant.Value;

    /// <summary>The name under which limits count and proposals are sealed: a customer and a member of the team never share it.</summary>
    internal string Identity => (Customer is null ? "team:" : "customer:") + Name;
}
