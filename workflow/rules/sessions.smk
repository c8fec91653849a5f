"""What is done to each session. Its failure is a line of progress.csv, and ends nothing else."""


# `attune batch --only`: analyses recordings, or scores series. Steps that are done are not done again: with a record of
# these recordings only scoring is. An interruption or a fault of the computer fails the job, which is then repeated.
rule session:
    input:
        lambda wildcards: files(wildcards.session, "recordings", "series", "consent", "config"),
        settings=[config["settings"]] if config["settings"] else [],
    output:
        touch(f"{STEPS}/{{session}}.session"),
    params:
        batch=lambda wildcards: batch_words("--only", wildcards.session),
        # Whatever decides the result is looked at by Snakemake, too.
        row=lambda wildcards: {
            name: SESSIONS[wildcards.session].get(name)
            for name in ("recordings", "series", "rate", "consent", "seats", "offset", "config")
        },
    log:
        f"{STEPS}/{{session}}.session.log",
    threads: lambda wildcards: config["costs"][step_of(wildcards)]["cores"]
    resources:
        mem_mb=cost(step_of, "memory"),
        runtime=cost(step_of, "minutes"),
    shell:
        """
        status=0
        {params.batch} >{log} 2>&1 || status=$?
        case $status in
            0) ;;
            64 | 65 | 66 | 69 | 73 | 77) tail -n 1 {log} >&2 ;;
            *) tail -n 1 {log} >&2; exit $status ;;
        esac
        """


# Reads the whole record, which shows whether it is sound and whether consent is in force, and brings the tables up to
# date with it.
rule export:
    input:
        f"{STEPS}/{{session}}.session",
    output:
        f"{STEPS}/{{session}}.export",
    params:
        attune=quote(config["attune"]),
        folder=lambda wildcards: f"{RESULTS}/{wildcards.session}",
    threads: config["costs"]["export"]["cores"]
    resources:
        mem_mb=cost("export", "memory"),
        runtime=cost("export", "minutes"),
    shell:
        """
        status=0
        {params.attune} export {params.folder:q} --format csv,json --force >/dev/null 2>{output}.part || status=$?
        case $status in
            0) : >{output}; rm -f {output}.part ;;
            64 | 65 | 66 | 73 | 77) {{ echo $status; cat {output}.part; }} >{output}; rm -f {output}.part ;;
            *) cat {output}.part >&2; exit $status ;;
        esac
        """


# One part of each Parquet table.
rule tables:
    input:
        f"{STEPS}/{{session}}.export",
    output:
        touch(f"{STEPS}/{{session}}.tables"),
    params:
        folder=lambda wildcards: f"{RESULTS}/{wildcards.session}",
        tables=f"{RESULTS}/tables",
    container:
        None
    threads: config["costs"]["tables"]["cores"]
    resources:
        mem_mb=cost("tables", "memory"),
        runtime=cost("tables", "minutes"),
    shell:
        """
        if [ -s {input} ]; then exit 0; fi
        {PYTHON}/tables.py session {params.tables:q} {params.folder:q}
        """
