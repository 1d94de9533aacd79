using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Referrals.AspNetCore.Dashboard;

/// <summary>What the pages of one call of <c>MapReferralsDashboard</c> share: the options, the program, and how ids are hidden in addresses.</summary>
internal sealed class DashboardSite
{
    private readonly IDataProtector _protector;

    private DashboardSite(ReferralsDashboardOptions options, ProgramId program, bool isStored, IDataProtector protector)
    {
        (Options, Id, IsStored, _protector) = (options, program, isStored, protector);
    }

    internal ReferralsDashboardOptions Options { get; }

    internal ProgramId Id { get; }

    /// <summary>Whether programs are kept in the store, so that there need not be a version of this one yet.</summary>
    internal bool IsStored { get; }

    /// <exception cref="ReferralsException">The dashboard was not added, or the program cannot be told.</exception>
    internal static DashboardSite Of(IServiceProvider services, ProgramId program)
    {
        _ = services.GetService<DashboardMarker>() ?? throw new ReferralsException(
            "The dashboard was not added. Call services.AddReferrals(r => ...).AddDashboard().");
        var programs = services.GetRequiredService<ReferralPrograms>();
        string[] ids = [.. programs.InForce.Select(static one => one.Id.Value)];
        var isStored = services.GetRequiredService<IOptions<ReferralsOptions>>().Value.StoredPrograms is not null;
        if (program.IsDefault && ids.Length != 1)
        {
            throw new ReferralsException(
                $"{ids.Length} programs are registered ({string.Join(", ", ids)}); map each, as in "
                + "MapReferralsDashboard(\"/admin/referrals\", ProgramId.From(\"...\")).");
        }

        var id = program.IsDefault ? programs.InForce[0].Id : program;
        return isStored || ids.Contains(id.Value, StringComparer.Ordinal)
            ? new DashboardSite(
                services.GetRequiredService<IOptions<ReferralsDashboardOptions>>().Value,
                id,
                isStored,
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
