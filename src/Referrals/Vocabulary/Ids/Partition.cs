namespace Referrals;

/// <summary>
/// One program of one tenant: the first part of every storage key. No decision and no commit ever crosses partitions.
/// </summary>
/// <remarks><c>default</c> is refused on first use. The text form is <c>program</c> or <c>tenant/program</c>.</remarks>
public readonly record struct Partition
{
    private Partition(TenantId tenant, ProgramId program)
    {
        Tenant = tenant;
        Program = program;
    }

    /// <summary>The tenant; <c>default</c> for an application that has only one.</summary>
    public TenantId Tenant { get; }

    /// <summary>The program.</summary>
    public ProgramId Program { get; }

    /// <summary>The partition of a program in an application without tenants.</summary>
    /// <exception cref="ArgumentException"><paramref name="program"/> is <c>default</c>.</exception>
    public static Partition Of(ProgramId program) => Of(default, program);

    /// <summary>The partition of a tenant's program; a <c>default</c> tenant means an application without tenants.</summary>
    /// <exception cref="ArgumentException"><paramref name="program"/> is <c>default</c>.</exception>
    public static Partition Of(TenantId tenant, ProgramId program) => program.IsDefault
        ? throw new ArgumentException("A partition requires a program id that is not default.", nameof(program))
        : new Partition(tenant, program);

    /// <summary>Reads the text form that <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text is not <c>program</c> or <c>tenant/program</c>.</exception>
    public static Partition Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var tenant = default(TenantId);
        return (slash < 0 || TenantId.TryFrom(text[..slash], out tenant)) && ProgramId.TryFrom(text[(slash + 1)..], out var program)
            ? Of(tenant, program)
            : throw new FormatException($"'{text}' is not a valid partition; write 'program' or 'tenant/program'.");
    }

    /// <summary>The text form, which <see cref="Parse"/> accepts.</summary>
    public override string ToString() => Tenant.IsDefault ? Program.ToString() : $"{Tenant}/{Program}";
}
