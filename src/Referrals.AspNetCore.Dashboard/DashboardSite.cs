using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Referrals.AspNetCore.Dashboard;

/// <summary>What the pages of one call of <c>MapReferralsDashboard</c> share: the options, the program, and how ids are hidden in addresses.</summary>
internal sealed class DashboardSite
{
    private readonly ReferralPrograms _programs;
    private readonly IDataProtector _protector;

    private DashboardSite(ReferralsDashboardOptions options, ReferralPrograms programs, ProgramId program, IDataProtector protector)
    {
        (Options, Id, _programs, _protector) = (options, program, programs, protector);
    }

    internal ReferralsDashboardOptions Options { get; }

    internal ProgramId Id { get; }

    /// <summary>The version in force now.</summary>
    internal ReferralProgram Program => _programs.Find(Id);

    internal IReadOnlyList<ReferralProgram> Versions => _programs.VersionsOf(Id);

    internal DateTimeZone Zone => Options.Zone ?? Program.Zone;

    /// <summary>The unit of money in KPIs.</summary>
    internal Unit Money => Options.Money ?? Program.Payouts.Select(static rule => rule.Unit)
        .Concat(Program.Incentives.SelectMany(static rule => rule.Units)).FirstOrDefault(static unit => unit.IsMoney, Unit.Money("EUR"));

    /// <summary>The units that the program gives.</summary>
    internal IReadOnlyList<Unit> Units => [.. Program.Incentives.SelectMany(static rule => rule.Units).Append(Money).Distinct()];

    /// <exception cref="ReferralsException">The dashboard was not added, or the program cannot be told.</exception>
    internal static DashboardSite Of(IServiceProvider services, ProgramId program)
    {
        _ = services.GetService<DashboardMarker>() ?? throw new ReferralsException(
            "The dashboard was not added. Call services.AddReferrals(r => ...).AddDashboard().");
        var programs = services.GetRequiredService<ReferralPrograms>();
        string[] ids = [.. programs.InForce.Select(static one => one.Id.Value)];
        if (program.IsDefault && ids.Length != 1)
        {
            throw new ReferralsException(
                $"{ids.Length} programs are registered ({string.Join(", ", ids)}); map each, as in "
                + "MapReferralsDashboard(\"/admin/referrals\", ProgramId.From(\"...\")).");
        }

        var id = program.IsDefault ? programs.InForce[0].Id : program;
        return ids.Contains(id.Value, StringComparer.Ordinal)
            ? new DashboardSite(
                services.GetRequiredService<IOptions<ReferralsDashboardOptions>>().Value,
                programs,
                id,
                services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Referrals.Dashboard.Address"))
            : throw new ReferralsException($"Program '{id}' is mapped and not registered; add it with AddReferrals(r => r.AddProgram(program)).");
    }

    /// <summary>
    /// An id as it stands in addresses and hidden fields: sealed, because an id can be an e-mail address, and addresses are logged and shared.
    /// </summary>
    internal string Seal(string id) => _protector.Protect(id);

    /// <summary>The id behind a sealed one; <c>null</c> for what this application has not sealed.</summary>
    internal string? Unseal(string? sealedId)
    {
        try
        {
            return string.IsNullOrEmpty(sealedId) ? null : _protector.Unprotect(sealedId);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
