using NodaTime;
using Referrals.Crm.Sending;

namespace Referrals.Crm.Syncing;

/// <summary>One CRM of the application: how to reach it, and whether it wants to be left alone now.</summary>
internal sealed class CrmChannel(string name, CrmOptions options, ICrm crm) : IDisposable
{
    internal string Name => name;

    internal CrmOptions Options => options;

    internal ICrm Crm => crm;

    /// <summary>One round at a time: two would only share the same limits.</summary>
    internal SemaphoreSlim Round { get; } = new(1);

    /// <summary>Why and until when nothing is sent; <c>null</c> for no reason.</summary>
    internal (Instant Until, CrmPause Pause)? Rest { get; private set; }

    internal bool RestsAt(Instant now) => Rest is { } rest && now < rest.Until;

    internal void Pause(CrmPause pause, Instant now)
    {
        if (Rest is not { } rest || rest.Until < now + pause.For)
        {
            Rest = (now + pause.For, pause);
        }
    }

    internal void Answered() => Rest = null;

    internal string Target(Partition partition) => $"{name}:{partition}";

    /// <summary>The program that is mirrored.</summary>
    internal ReferralEngine EngineOf(ReferralEngine engine)
    {
        var ofTenant = options.Tenant.IsDefault ? engine : engine.ForTenant(options.Tenant);
        return options.Program.IsDefault ? ofTenant : ofTenant.ForProgram(options.Program);
    }

    /// <exception cref="ReferralsException">Several programs are registered and the options name none.</exception>
    internal Partition PartitionOf(ReferralEngine engine)
    {
        var programs = engine.Programs.InForce;
        return Partition.Of(options.Tenant, !options.Program.IsDefault ? options.Program
            : programs.Count == 1 ? programs[0].Id
            : throw new ReferralsException(
                $"{programs.Count} programs are registered, and {name} mirrors one. Set the option Program to one of: {string.Join(", ", programs.Select(static one => one.Id.Value))}."));
    }

    public void Dispose()
    {
        Round.Dispose();
        (crm as IDisposable)?.Dispose();
    }
}
